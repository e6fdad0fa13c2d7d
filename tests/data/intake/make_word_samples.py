"""Writes the Word samples beside this file: invented papers of an invented office.

    pip install python-docx
    python3 make_word_samples.py

One of them is saved by LibreOffice afterwards, so that its way of writing is among the samples, too:

    soffice --headless --convert-to docx --outdir libreoffice plan-numbered.docx
    mv libreoffice/plan-numbered.docx plan-libreoffice.docx
"""

import datetime
import pathlib

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

HERE = pathlib.Path(__file__).parent
DAY = datetime.datetime(2025, 3, 1)


def new():
    document = Document()
    document.core_properties.author = "某区人民法院整改办"
    document.core_properties.created = DAY
    document.core_properties.modified = DAY
    # The template's pages of unused styles would be most of a sample's bytes.
    styles = document.styles.element
    latent = styles.find(qn("w:latentStyles"))
    if latent is not None:
        styles.remove(latent)
    kept = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"}
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in kept:
            styles.remove(style)
    for name in ("/docProps/thumbnail.jpeg", "/word/theme/theme1.xml", "/word/stylesWithEffects.xml", "/customXml/item1.xml"):
        for package in (document.part, document.part.package):
            for key, relation in list(package.rels.items()):
                if not relation.is_external and str(relation.target_part.partname) == name:
                    del package.rels[key]
    return document


def lists(document, levels, overrides=()):
    """One definition of these levels (format, pattern, suffix, style); a list for it, and one for each overridden start."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    level_xml = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (format, pattern, suffix, style) in enumerate(levels)
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0">{level_xml}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    for at, (level, start) in enumerate(overrides):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{at + 2}"><w:abstractNumId w:val="0"/>'
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            )
        )


def numbered_style(document, name, level, based_on=None):
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if based_on is not None:
        style.base_style = based_on
    properties = style.element.get_or_add_pPr()
    at = f'<w:ilvl w:val="{level}"/>' if level else ""
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}>{at}<w:numId w:val="1"/></w:numPr>'))
    return style


def restart(paragraph, number, level):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def changed(paragraph, kind, text):
    """A run that was inserted or deleted under track changes."""
    word = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{kind} {nsdecls("w")} w:id="9" w:author="整改办" w:date="2025-03-01T08:00:00Z">'
            f'<w:r><w:{word} xml:space="preserve">{text}</w:{word}></w:r></w:{kind}>'
        )
    )


def text_box(paragraph, text):
    content = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    run = paragraph.add_run()
    run._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:shape style="width:200pt;height:40pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
        )
    )


def plan_numbered():
    """A plan whose numbers are all automatic: levels from styles, one restart, tracked changes, a text box."""
    document = new()
    lists(
        document,
        [
            ("chineseCountingThousand", "%1、", "nothing", "Part"),
            ("chineseCounting", "（%2）", "nothing", "Aspect"),
            ("decimal", "%3.", "tab", "Issue"),
            ("decimal", "（%4）", "nothing", "Measure"),
        ],
        overrides=[(3, 1)],
    )
    part = numbered_style(document, "Part", 0)
    aspect = numbered_style(document, "Aspect", 1, part)
    issue = numbered_style(document, "Issue", 2, aspect)
    measure = numbered_style(document, "Measure", 3, issue)
    document.add_paragraph("某区人民法院党组巡察整改方案")
    lead = document.add_paragraph("2025年2月20日，区委第一巡察组向院党组反馈了意见。")
    text_box(lead, "内部材料 注意保存")
    document.add_paragraph("整改任务", style=part)
    document.add_paragraph("党的领导方面", style=aspect)
    document.add_paragraph("院党组专题研究审判管理次数偏少", style=issue)
    first = document.add_paragraph("每季度第一个月听取一次审判管理", style=measure)
    changed(first, "del", "报告")
    changed(first, "ins", "运行情况汇报")
    document.add_paragraph("5月底前补齐上年度缺少的两次研究记录", style=measure)
    document.add_paragraph("责任领导：院长；责任部门：审判管理办公室；完成时限：2025年6月30日前")
    document.add_paragraph("重大事项请示报告台账登记不全", style=issue)
    document.add_paragraph("补登上年度请示报告事项", style=measure)
    document.add_paragraph("责任部门：办公室；完成时限：立行立改")
    document.add_paragraph("干部队伍方面", style=aspect)
    document.add_paragraph("3名干部交流轮岗超期未动", style=issue)
    again = document.add_paragraph("制定轮岗计划并报党组审议", style=measure)
    restart(again, 2, 3)
    document.add_paragraph("责任部门：政治部；完成时限：2025年9月底前")
    document.add_paragraph("工作要求", style=part)
    document.add_paragraph("各部门每月25日前报送进展。")
    document.save(HERE / "plan-numbered.docx")


def ledger(document, rows, merged):
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for into, text in zip(table.add_row().cells, row):
            into.text = text
    for top, bottom, column in merged:
        words = table.cell(top, column).text
        table.cell(top, column).merge(table.cell(bottom, column)).text = words
    return table


HEADINGS = ["序号", "反馈问题", "整改措施", "责任领导", "责任部门", "整改时限"]
ROWS = [
    HEADINGS,
    ["1", "诉讼费退费周期偏长", "每周集中办理一次退费", "分管副院长", "立案庭", "2025年4月底前"],
    ["1", "诉讼费退费周期偏长", "在窗口公示退费所需材料", "分管副院长", "立案庭", "立行立改"],
    ["2", "涉案财物保管登记不规范", "逐件核对在库财物并重建台账", "执行局局长", "执行局、法警大队", "2025年5月31日前"],
]


def ledger_in_word():
    """A table with a title and a day above it: the ledger as many offices keep it."""
    document = new()
    document.add_paragraph("某区人民法院巡察整改任务清单")
    document.add_paragraph("区委第一巡察组2025年2月20日反馈，2025年3月1日制表。")
    ledger(document, ROWS, [(1, 2, 0), (1, 2, 1), (1, 2, 3), (1, 2, 4)])
    document.add_paragraph("注：本表一式三份。")
    document.save(HERE / "ledger-in-word.docx")


def paper_with_ledger():
    """A feedback paper with its issues in words, and the measures for them in a table behind."""
    document = new()
    document.add_paragraph("某区人民法院党组巡察整改方案")
    document.add_paragraph("2025年2月20日，区委第一巡察组反馈了意见，现制定如下方案。")
    document.add_paragraph("一、整改任务")
    document.add_paragraph("（一）司法为民方面")
    document.add_paragraph("1.诉讼费退费周期偏长")
    document.add_paragraph("2.涉案财物保管登记不规范")
    document.add_paragraph("二、任务分工")
    document.add_paragraph("具体分工见下表。")
    ledger(document, ROWS, [(1, 2, 0), (1, 2, 1), (1, 2, 3), (1, 2, 4)])
    contacts = document.add_table(rows=2, cols=2)
    for into, text in zip([c for row in contacts.rows for c in row.cells], ["联系部门", "电话", "整改办", "内线三〇一"]):
        into.text = text
    document.save(HERE / "paper-with-ledger.docx")


if __name__ == "__main__":
    plan_numbered()
    ledger_in_word()
    paper_with_ledger()
