"""Looks at papers with readers that are not ours: python-docx, an XML parser, and what pdftotext finds in LibreOffice's PDF."""

import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from xml.etree import ElementTree

import docx

papers, pdfs, items = map(pathlib.Path, sys.argv[1:])
codes = {
    item["code"]: item["kind"]
    for item in json.loads(items.read_text(encoding="utf-8"))["items"]
    if item["kind"] != "category"
}
# Which items a paper names one by one.
NAMED = {
    "plan": {"issue", "measure"},
    "lists": {"issue", "measure"},
    "opinions": {"opinion"},
    "cases": {"case"},
}


def squeezed(text):
    # Some fonts name a character by its radical.
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


for path in sorted(papers.glob("*.docx")):
    package = zipfile.ZipFile(path)
    assert package.testzip() is None, path
    names = set(package.namelist())
    for name in names:
        ElementTree.fromstring(package.read(name))
    for rels in (name for name in names if name.endswith(".rels")):
        folder = pathlib.PurePosixPath(rels).parent.parent
        for rel in ElementTree.fromstring(package.read(rels)):
            assert str(folder / rel.get("Target")) in names, (path, rel.get("Target"))

    document = docx.Document(str(path))
    title = document.core_properties.title
    # A title goes on in further lines.
    paragraphs = [paragraph.text.replace("\n", "") for paragraph in document.paragraphs]
    assert title and title in paragraphs, (path, title)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}

    pdf = pdfs / (path.stem + ".pdf")
    text = squeezed(subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout)
    pages = int(re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout)[1])
    assert pages > 0 and squeezed(title) in text, (path, pages)
    named = [code for code, kind in codes.items() if kind in NAMED.get(path.stem, ())]
    for code in named:
        assert code in cells, (path, code)
        assert code in text, (path, code)
    # Every character of the document is on a sheet: nothing is cut off.
    said = ElementTree.fromstring(package.read("word/document.xml")).itertext()
    lost = Counter(squeezed("".join(said))) - Counter(text)
    assert not lost, (path, lost)
    print(f"{path.name}: {pages} pages, {len(document.tables)} tables, {len(named)} codes")
