//! Pictures and files inside of Word files and workbooks: nothing is read of them, each is named with its place.

use crate::all::intake::docx;
use taizhang::intake::plan::Plan;
use taizhang::intake::{Options, read};

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWINGS: &str = r#"xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData""#;

fn left(plan: &Plan) -> Vec<(&str, &str)> {
    let embedded = plan.left_out.iter().filter(|left| left.text.starts_with('〔'));
    embedded.map(|left| (left.place.as_str(), left.text.as_str())).collect()
}

fn relations(all: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains("://") { r#" TargetMode="External""# } else { "" };
        format!(r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{target}"{mode}/>"#)
    };
    format!(r#"<Relationships xmlns="{RELATIONS}">{}</Relationships>"#, all.iter().map(one).collect::<String>())
}

/// What Windows wraps a file in, at the beginning of a stream.
fn wrapped(name: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend([0, 9, 0, 0, 2, 0]);
    bytes.extend(encoding_rs::GB18030.encode(name).0.iter());
    bytes.extend(b"\0C:\\a\\b.pdf\0");
    bytes.resize(4096, 0);
    bytes
}

fn workbook(more: &[(&str, Vec<u8>)], behind: &str) -> Vec<u8> {
    let row = |number: usize, cells: &[&str]| {
        let cell = |(at, words): (usize, &&str)| {
            let letter = char::from(b'A' + u8::try_from(at).unwrap());
            format!(r#"<c r="{letter}{number}" t="inlineStr"><is><t>{}</t></is></c>"#, docx::escaped(words))
        };
        format!(r#"<row r="{number}">{}</row>"#, cells.iter().enumerate().map(cell).collect::<String>())
    };
    let rows = row(1, &["序号", "反馈问题", "整改措施", "佐证材料"])
        + &row(2, &["1", "台账登记不全", "建账", "=DISPIMG(\"ID_AB12\",1)"])
        + &row(3, &["2", "卷宗装订不齐", "装订", "装订清单"]);
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{KIND}" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><sheetData>{rows}</sheetData>{behind}</worksheet>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{KIND}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let (top, below) = (
        relations(&[("rId1", "officeDocument", "xl/workbook.xml")]),
        relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]),
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", below.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    docx::package(&parts)
}

fn of_workbook() -> Vec<u8> {
    let picture = |from: &str, name: &str, id: &str| {
        format!(
            "<xdr:twoCellAnchor>{from}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" {name}/></xdr:nvPicPr><xdr:blipFill><a:blip r:{id}/></xdr:blipFill></xdr:pic></xdr:twoCellAnchor>"
        )
    };
    let from = |column: u32, row: u32| {
        format!(
            "<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>99</xdr:row></xdr:to>"
        )
    };
    let drawing = format!(
        "<xdr:wsDr {DRAWINGS}>{}{}<xdr:twoCellAnchor>{}<xdr:graphicFrame><c:chart r:id=\"rId3\"/></xdr:graphicFrame></xdr:twoCellAnchor></xdr:wsDr>",
        picture(&from(3, 1), "name=\"图片 1\" descr=\"现场照片.jpg\"", "embed=\"rId1\""),
        picture(&from(3, 2), "name=\"图片 2\"", "link=\"rId2\""),
        from(0, 9),
    );
    let cells = format!(
        "<etc:cellImages {DRAWINGS}><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"3\" name=\"ID_AB12\" descr=\"签到表\"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"rId1\"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"
    );
    let objects = "<drawing r:id=\"rId1\"/><oleObjects><oleObject progId=\"Package\" shapeId=\"1\" r:id=\"rId2\"><objectPr><anchor><from><xdr:col>2</xdr:col><xdr:row>2</xdr:row></from><to><xdr:col>3</xdr:col><xdr:row>3</xdr:row></to></anchor></objectPr></oleObject><oleObject progId=\"Excel.Sheet.12\" shapeId=\"2\" r:id=\"rId3\"/></oleObjects>";
    let of_sheet = relations(&[
        ("rId1", "drawing", "../drawings/drawing1.xml"),
        ("rId2", "oleObject", "../embeddings/oleObject1.bin"),
        ("rId3", "package", "../embeddings/Microsoft_Excel_Worksheet.xlsx"),
    ]);
    let of_drawing = relations(&[
        ("rId1", "image", "../media/image1.jpeg"),
        ("rId2", "image", "https://intranet.invalid/a/图.png"),
        ("rId3", "chart", "../charts/chart1.xml"),
    ]);
    workbook(
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.into_bytes()),
            ("xl/drawings/drawing1.xml", drawing.into_bytes()),
            ("xl/drawings/_rels/drawing1.xml.rels", of_drawing.into_bytes()),
            ("xl/embeddings/oleObject1.bin", wrapped("党组会纪要.pdf")),
            ("xl/cellimages.xml", cells.into_bytes()),
            ("xl/_rels/cellimages.xml.rels", relations(&[("rId1", "image", "media/image2.png")]).into_bytes()),
        ],
        objects,
    )
}

#[test]
fn what_a_workbook_holds_beside_its_cells_is_named_with_its_cell() {
    let plan = read("台账.xlsx", &of_workbook(), &Options::default()).unwrap();
    assert_eq!(plan.counts().issue, 2);
    assert_eq!(
        left(&plan),
        [
            ("工作表“台账”第2行D列", "〔图片〕现场照片.jpg（image1.jpeg）"),
            ("工作表“台账”第3行D列", "〔链接的图片〕图片 2（图.png）"),
            ("工作表“台账”第10行A列", "〔图表〕图片 2（chart1.xml）"),
            ("工作表“台账”第3行C列", "〔嵌入的文件〕党组会纪要.pdf（oleObject1.bin，其他程序的文件）"),
            ("工作表“台账”", "〔嵌入的文件〕Microsoft_Excel_Worksheet.xlsx（Excel 表格）"),
            ("单元格内", "〔图片〕签到表（image2.png）"),
        ]
    );
    let told = |words: &str| plan.notes.iter().filter(|note| note.reason.contains(words)).count();
    assert_eq!((told("6 个未读"), told("“佐证材料”列的值是 单元格里的图片")), (1, 1), "{:?}", plan.notes);
    // A picture in a cell is no title of evidence.
    assert!(plan.items.iter().filter_map(|item| item.reported.as_ref()).all(|told| told.evidence != ["=DISPIMG"]));
}

#[test]
fn parts_that_are_broken_name_nothing_and_cost_no_cell() {
    let sound = of_workbook();
    assert_eq!(read("台账.xlsx", &sound, &Options::default()).unwrap().items.len(), 4);
    for (part, content) in [
        ("xl/drawings/drawing1.xml", "<xdr:wsDr"),
        ("xl/drawings/drawing1.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("xl/drawings/_rels/drawing1.xml.rels", "不是 XML"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "<Relationships"),
    ] {
        let bytes = workbook(&[(part, content.as_bytes().to_vec())], "");
        let plan = read("台账.xlsx", &bytes, &Options::default()).unwrap();
        assert_eq!((plan.items.len(), left(&plan).len()), (4, 0), "{part}");
    }
    // A relation that leads to itself is followed once.
    let circle = relations(&[("rId1", "drawing", "../worksheets/sheet1.xml")]).into_bytes();
    let media = ("xl/media/image1.png", Vec::new());
    let bytes = workbook(&[("xl/worksheets/_rels/sheet1.xml.rels", circle), media], "<drawing/>");
    assert_eq!(read("台账.xlsx", &bytes, &Options::default()).unwrap().items.len(), 4);
}

#[test]
fn what_a_word_file_holds_beside_its_words_is_named_with_its_paragraph_or_cell() {
    let spaces = r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#;
    let picture = |name: &str, id: &str| {
        format!(
            r#"<w:r><w:drawing {spaces}><wp:inline><wp:docPr id="1" {name}/><a:graphic><a:blip r:embed="{id}"/></a:graphic></wp:inline></w:drawing></w:r>"#
        )
    };
    let object = |program: &str, id: &str| {
        format!(
            r#"<w:r><w:object {spaces}><v:shape id="s"><v:imagedata r:id="rIdM1" o:title=""/></v:shape><o:OLEObject ProgID="{program}" r:id="{id}"/></w:object></w:r>"#
        )
    };
    let p = |inside: &str, words: &str| format!("<w:p>{inside}<w:r><w:t>{words}</w:t></w:r></w:p>");
    let cell = |inside: &str, words: &str| format!("<w:tc>{}</w:tc>", p(inside, words));
    let row = |cells: [String; 3]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = p("", "某区人民法院整改台账")
        + &p(&picture("name=\"图片 1\" descr=\"会议照片.jpg\"", "rIdM0"), "附件如下")
        + &p(&object("Excel.Sheet.12", "rIdM2"), "")
        + &format!(
            "<w:tbl>{}{}</w:tbl>",
            row([cell("", "反馈问题"), cell("", "整改措施"), cell("", "责任部门")]),
            row([cell("", "台账登记不全"), cell(&object("Package", "rIdM3"), "建账"), cell("", "办公室")]),
        );
    let wrap = String::from_utf8(
        b"PK"
            .iter()
            .copied()
            .chain([0; 62])
            .chain([0, 1, 0, 0, 2, 0])
            .chain("清单.zip\0D:\\清单.zip\0".bytes())
            .collect(),
    );
    let bytes = docx::docx_with(
        &body,
        "",
        "",
        &[
            ("image", "media/image1.jpeg", ""),
            ("image", "media/icon.emf", ""),
            ("package", "embeddings/Microsoft_Excel_Worksheet.xlsx", ""),
            ("oleObject", "embeddings/oleObject1.bin", &wrap.unwrap()),
        ],
    );
    let plan = read("台账.docx", &bytes, &Options::default()).unwrap();
    assert_eq!((plan.counts().issue, plan.counts().measure), (1, 1));
    assert_eq!(
        left(&plan),
        [
            ("第2段", "〔图片〕会议照片.jpg（image1.jpeg）"),
            ("第2段", "〔嵌入的文件〕Microsoft_Excel_Worksheet.xlsx（Excel 表格）"),
            ("表1第2行B列", "〔嵌入的文件〕清单.zip（oleObject1.bin，其他程序的文件）"),
        ]
    );
}
