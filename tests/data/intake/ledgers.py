"""Writes the sample ledgers beside it: layouts as offices keep them, by the programs they keep them with.

Needs openpyxl, xlwt, python-docx and LibreOffice; the samples are committed, so the tests need none of these.
Everything in them is invented: a certain district's court, roles instead of persons.
"""

import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import docx
import openpyxl
import xlwt

HERE = pathlib.Path(__file__).parent
FIXED = datetime.datetime(2025, 7, 1, 8, 0, 0)


def day(year, month, date):
    return datetime.date(year, month, date)


def save(book, name):
    book.properties.created = book.properties.modified = FIXED
    book.properties.creator = "taizhang"
    book.save(HERE / name)


def fill(sheet, rows, top=1):
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, 1):
            if value is not None and value != "":
                sheet.cell(r, c, value)


def merge(sheet, *refs):
    for ref in refs:
        sheet.merge_cells(ref)


def plain():
    """Title, unit line, one heading row; bands; issues merged over measures; totals and notes below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "整改台账"
    fill(sheet, [
        ["某区人民法院党组落实区委巡察反馈意见整改台账"],
        ["填报单位：某区人民法院", "", "", "", "", "截至日期：2025年6月30日"],
        ["序号", "反馈问题", "整改措施", "责任领导", "责任部门", "整改时限", "整改情况", "整改状态", "备注"],
        ["一、党的建设方面"],
        [1, "党组会议题征集不规范，临时动议较多", "修订党组议事规则", "党组书记", "办公室", day(2025, 3, 31), "规则已印发", "已完成", ""],
        ["", "", "每次会前三日送达议题", "", "办公室", "长期坚持", "已执行十二次", "持续推进", "每季抽查"],
        [2, "支部台账登记不全", "补齐近两年登记", "分管政治工作的院领导", "政治部、机关党委", "2025年4月底前", "已补登四十六份", "2025.4.20已完成", ""],
        ["二、审判执行方面"],
        [3, "关于执行案款发放不及时的问题", "清理超期案款", "分管执行的院领导", "执行局", day(2025, 6, 30), "已发放九成", "取得阶段性成果并持续整改", ""],
        ["", "", "上线案款提醒", "", "执行局、综合办公室", "2025年9月底前", "", "正在推进", ""],
        ["", "", "每月通报", "", "审管办", "长期坚持", "", "", ""],
        ["合计", "3个问题", "6条措施"],
        ["注：本表每月25日前报送整改办。"],
        ["填表人：", "", "审核人：", "", "联系电话："],
    ])
    merge(sheet, "A1:I1", "A4:I4", "A8:I8", "A5:A6", "B5:B6", "D5:D6", "A9:A11", "B9:B11", "D9:D11", "A13:I13")
    save(book, "plain.xlsx")


def two_rows():
    """Two heading rows, merged parents, nested category columns, symptoms under issues, leading and helping in own columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务清单"
    fill(sheet, [
        ["整改任务分解表"],
        ["序号", "一级标题", "二级标题", "反馈问题", "问题表现", "整改目标", "整改措施", "责任分工", "", "", "", "完成时限", "整改类型"],
        ["", "", "", "", "", "", "", "牵头领导", "牵头单位", "配合单位", "责任人", "", ""],
        ["1", "政治建设", "学习贯彻", "理论学习联系实际不够", "学习计划照搬上年", "计划有针对性", "按季制定学习计划", "院长", "政治部", "办公室", "政治部主任", "立行立改", "立行立改"],
        ["", "", "", "", "研讨发言没有结合审判", "", "每次确定一个审判议题", "", "政治部", "各业务庭", "政治部主任", "2025年5月底前", "限期整改"],
        ["2", "", "责任落实", "一岗双责落实不到位", "约谈次数不足", "按规定约谈", "每半年约谈一次", "分管院领导", "机关党委", "", "机关党委副书记", "长期坚持", "长期坚持"],
        ["3", "组织建设", "队伍管理", "轮岗交流不及时", "两名中层任职超期", "完成轮岗", "制定轮岗方案", "院长", "政治部", "各庭室", "政治部主任", "2025年下半年", "分阶段整改"],
    ])
    merge(sheet, "A1:M1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:K2", "L2:L3", "M2:M3",
          "A4:A5", "B4:B6", "C4:C5", "D4:D5", "F4:F5", "H4:H5")
    save(book, "two-rows.xlsx")


def months():
    """Three heading rows: months over a filing's trio."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月度进展"
    fill(sheet, [
        ["编号", "整改事项", "主责单位", "预计完成时间", "整改进展情况", "", "", "", "", "", "是否完成"],
        ["", "", "", "", "5月", "", "", "6月", "", "", ""],
        ["", "", "", "", "进展情况", "存在问题", "下步措施", "进展情况", "存在问题", "下步措施", ""],
        ["Z-01", "庭审录像存储期限不足", "信息中心", "2025-06", "已采购设备", "场地未定", "协调场地", "设备已安装", "无", "调试", "否"],
        ["Z-02", "诉讼费退费周期长", "财务科/立案庭", 45900, "已梳理流程", "", "", "已缩短到十日", "/", "", "是"],
        ["Z-03", "安检记录缺项", "法警队", 60, "", "", "", "已补记", "人手不足", "增加一岗", "√"],
    ])
    merge(sheet, "A1:A3", "B1:B3", "C1:C3", "D1:D3", "E1:J1", "K1:K3", "E2:G2", "H2:J2")
    save(book, "months.xlsx")


def one_cell():
    """Several measures in one cell, as many deadlines beside them, names with roles."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    fill(sheet, [
        ["序号", "具体问题\n表述", "细化的\n整改措施", "责 任 单 位", "责任人员", "对应的完成时间（公历）", "佐证材料"],
        [1, "财务报销附件不全", "1.修订报销办法；\n2.开展一次自查；\n3.逐笔补齐附件。", "牵头：财务科 配合：办公室、各庭室", "财务科科长", "1.2025年3月底前；\n2.2025年4月底前；\n3.2025年6月底前", "《报销办法》、《自查报告》"],
        [2, "公车使用登记不规范", "一是统一登记表；二是每月公示里程", "办公室（牵头）、法警队（配合）", "办公室主任", "2025年5月31日", "登记表；公示照片"],
        [3, "培训计划没有针对性", "①摸底需求；②分类制定计划；③年底评估", "政治部等3家单位", "", "2025年3月\n2025年5月\n2025年12月", "1.需求表；2.计划"],
        [4, "值班记录潦草", "（1）换新式记录本（2）每周检查", "责任领导：分管副院长；责任部门：办公室；责任人：办公室副主任", "", "即知即改", ""],
    ])
    save(book, "one-cell.xlsx")


def closed():
    """An old ledger whose items are struck off, with and without a meeting; ticks, dates and words."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "销号台账"
    fill(sheet, [
        ["问题编号", "问题来源", "问题内容", "整改举措", "责任科室", "办结时限", "完成时间", "整改完成情况", "是否销号", "销号时间", "审议会议", "证明材料"],
        [1, "巡察反馈", "印章使用登记不全", "补登并改用电子审批", "办公室", day(2024, 3, 31), day(2024, 3, 20), "已完成", "是", day(2024, 4, 2), "2024年4月2日党组会", "审批截图"],
        [2, "巡察反馈", "固定资产账实不符", "盘点调账", "装备科", "2024年5月底", "2024.5.28", "已完成", "√", "2024年6月", "", "盘点表"],
        [3, "上轮巡察", "退休干部走访不经常", "建立走访表", "政治部", "长期坚持", "", "长期坚持", "已销号（2024年7月1日）", "", "党组会〔2024〕9号", ""],
        [4, "自查", "档案室温湿度没有记录", "购置记录仪", "档案室", "20240630", "2024/6/25", "已完成", "待销号", "", "", ""],
        [5, "审计", "合同未按时备案", "补备案十二份", "办公室", "2024年底前", "", "未完成但达到序时进度", "否", "", "", ""],
        [6, "群众来信", "停车引导不清", "重划车位", "法警队", "2024-8-31", "2024-8-30", "已完成", "不予销号", "", "", ""],
        [7, "巡察反馈", "会议记录本缺页", "重新装订", "办公室", "2024年3月", "", "情况复杂", "待定", "", "", ""],
    ])
    save(book, "closed.xlsx")


def ticks():
    """A status as a matrix of columns, ticked; a share of completion as a number."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "清单"
    fill(sheet, [
        ["序号", "存在问题", "治理措施", "责任单位", "时限", "整改类型", "", "", "整改状态", "", "", "完成率"],
        ["", "", "", "", "", "立行立改", "限期整改", "长期坚持", "已完成", "正在整改", "未启动", ""],
        [1, "窗口标识不清", "更换标识", "立案庭", "2025年2月", "√", "", "", "√", "", "", 1],
        [2, "便民设施陈旧", "更新座椅", "办公室", "2025年8月", "", "√", "", "", "√", "", 0.5],
        [3, "群众评价收集渠道单一", "增设评价码", "立案庭", "长期坚持", "", "", "√", "", "", "√", 0],
    ])
    merge(sheet, "A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:H1", "I1:K1", "L1:L2")
    save(book, "ticks.xlsx")


def pages():
    """Headings again on each page, column numbers under them, subtotals, empty numbered rows, faults and formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "第一页"
    head = ["序号", "督办事项", "任务措施", "牵头部门", "协办单位", "整改截止日期", "状态"]
    fill(sheet, [
        ["督办事项台账（内部）"],
        head,
        [1, 2, 3, 4, 5, 6, 7],
        [1, "信访件回复超期", "建立提醒", "信访科", "立案庭、执行局", 45838, "已完成"],
        [2, "信访台账分散", "合并台账", "信访科", "", 45869, "滞后"],
        ["小计", "2"],
        head,
        [3, "回访没有记录", "设计回访表", "信访科", "", "8月前", "未启动"],
        [4, "接访安排不固定", "=A1", "信访科", "", "=NA()", "进行中"],
        [5],
        [6],
        ["", "", "孤零零的措施"],
        ["总计", "4"],
    ])
    sheet["F9"].value = "#N/A"
    sheet["F9"].data_type = "e"
    note = book.create_sheet("填表说明")
    fill(note, [["填写说明"], ["一、时限写到日。"], ["二、状态分四种。"]])
    hidden = book.create_sheet("旧表")
    fill(hidden, [head, [1, "旧事项", "旧措施", "信访科", "", "", ""]])
    hidden.sheet_state = "hidden"
    save(book, "pages.xlsx")


def two_ledgers():
    """Two sheets that are both ledgers: the clerk must say which."""
    book = openpyxl.Workbook()
    for at, name in enumerate(["办公室", "政治部"]):
        sheet = book.active if at == 0 else book.create_sheet(name)
        sheet.title = name
        fill(sheet, [
            ["序号", "问题清单", "措施清单", "责任清单", "时限清单"],
            [1, f"{name}的登记簿不全", "补齐", name, "2025年5月底前"],
        ])
    save(book, "two-ledgers.xlsx")


def epoch_1904():
    """Days that count from 1904, formatted and bare."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "台账"
    fill(sheet, [
        ["序号", "反馈问题", "整改措施", "责任部门", "整改时限"],
        [1, "钥匙交接没有签字", "启用交接簿", "法警队", day(2025, 6, 30)],
        [2, "消防器材过检", "送检更换", "办公室", 44376],
    ])
    save(book, "days-from-1904.xlsx")


def old_xls():
    """An old workbook: merged issues, formatted days, an error cell."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    date = xlwt.easyxf(num_format_str="yyyy-m-d")
    sheet.write_merge(0, 0, 0, 6, "巡察整改问题台账")
    for c, heading in enumerate(["序号", "问题类别", "反馈问题", "整改措施", "整改责任单位", "整改期限", "落实情况"]):
        sheet.write(1, c, heading)
    sheet.write_merge(2, 3, 0, 0, 1)
    sheet.write_merge(2, 4, 1, 1, "作风建设")
    sheet.write_merge(2, 3, 2, 2, "调研次数少、蹲点时间短")
    sheet.write(2, 3, "每名院领导联系一个法庭")
    sheet.write(3, 3, "每季度形成一份调研报告")
    sheet.write_merge(2, 3, 4, 4, "研究室")
    sheet.write(2, 5, day(2025, 5, 31), date)
    sheet.write(3, 5, "每季度末")
    sheet.write(2, 6, "已联系七个法庭")
    sheet.write(4, 0, 2)
    sheet.write(4, 2, "文件简报数量偏多")
    sheet.write(4, 3, "合并简报，精简文件")
    sheet.write(4, 4, "办公室和研究室")
    sheet.write(4, 5, 45838)
    sheet.write(4, 6, xlwt.Formula("1/0"))
    book.save(str(HERE / "old.xls"))


def far_xls():
    """Two cells as far apart as an old workbook allows: a few kilobytes that ask for a gigabyte."""
    book = xlwt.Workbook(encoding="utf-8")
    for name in ["甲", "乙"]:
        sheet = book.add_sheet(name)
        for c, heading in enumerate(["序号", "反馈问题", "整改措施"]):
            sheet.write(0, c, heading)
        sheet.write(65535, 255, "远")
    book.save(str(HERE / "far.xls"))


FLAT = [
    ["序号", "方面", "问题", "整改措施", "责任领导", "责任部门", "完成时限", "完成情况", "存在问题", "下一步计划"],
    ["1", "党建", "组织生活记录简单", "统一记录本", "机关党委书记", "机关党委", "2025年3月31日", "已完成，换发记录本三十本", "", ""],
    ["", "", "", "每季检查", "", "机关党委", "长期坚持", "已检查一次，抽查支部六个", "个别支部补记", "现场指导"],
    ["2", "业务", "判后答疑不主动", "判决书附答疑告知", "分管民事的院领导", "民一庭、民二庭", "6月底", "告知书已随案送达二百余份", "", "扩大到全部案件"],
    ["3", "业务", "判后答疑不主动", "设立答疑窗口", "分管民事的院领导", "立案庭", "2025年三季度", "窗口已设立并安排专人值守", "", ""],
    ["4", "业务", "送达周期长", "推行电子送达", "分管民事的院领导", "民一庭", "2025年三季度", "电子送达率提高到七成", "", ""],
    ["4", "业务", "送达周期长", "建立送达专班", "分管民事的院领导", "法警队", "2025年三季度", "专班已组建，人员四名到位", "车辆不足", "申请车辆"],
]


def write_csv(name, rows, separator, encoding, bom=b"", end="\r\n"):
    def field(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (separator, '"', "\n")) else text

    text = end.join(separator.join(field(cell) for cell in row) for row in rows) + end
    (HERE / name).write_bytes(bom + text.encode(encoding))


def csv_files():
    """The same ledger as Chinese Excel saves it, as its Unicode text, and with semicolons and line breaks in cells."""
    write_csv("flat-gb18030.csv", FLAT, ",", "gb18030")
    write_csv("flat-utf16.csv", FLAT, "\t", "utf-16-le", b"\xff\xfe")
    tasks = [
        ["议定事项", "具体举措", "承办部门", "时间节点", "当前进展", "备注"],
        ["建立案款月清制度", "1.起草制度\n2.征求意见\n3.印发", "执行局", "一个月内", "已起草，\n正在征求意见", '见"附件一"'],
        ["规范司法公开", "逐案核对上网文书", "审管办、各业务庭", "每月底", "", ""],
    ]
    write_csv("tasks-bom.csv", tasks, ";", "utf-8", b"\xef\xbb\xbf", "\n")


def word():
    """A Word table with merged cells, running over a page break as two tables."""
    paper = docx.Document()
    paper.add_paragraph("某区人民法院巡察整改措施清单")
    head = ["序号", "反馈问题", "整改措施", "责任领导", "责任部门", "整改时限"]
    rows = [
        ["1", "法庭物业管理粗放", "修订物业合同", "分管院领导", "办公室", "2025年4月底前"],
        ["", "", "每月考核", "分管院领导", "办公室", "长期坚持"],
        ["2", "涉案物品保管混乱", "清点造册", "分管刑事的院领导", "刑庭、法警队", "2025年5月30日"],
    ]
    table = paper.add_table(len(rows) + 1, len(head))
    for r, row in enumerate([head, *rows]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(2, 1))
    paper.add_paragraph("（续表）")
    more = paper.add_table(2, len(head))
    for r, row in enumerate([head, ["3", "门禁卡发放没有登记", "收回重发", "分管院领导", "法警队", "立行立改"]]):
        for c, text in enumerate(row):
            more.cell(r, c).text = text
    paper.add_paragraph("（续）")
    rest = paper.add_table(1, len(head))
    for c, text in enumerate(["4", "会议室预约混乱", "启用预约表", "分管院领导", "办公室", "2025年6月"]):
        rest.cell(0, c).text = text
    paper.core_properties.created = paper.core_properties.modified = FIXED
    paper.save(str(HERE / "table.docx"))


def converted():
    """What LibreOffice makes of them."""
    office = shutil.which("soffice") or sys.exit("LibreOffice is needed")
    for source, ending, name in [
        ("plain.xlsx", "ods", "plain.ods"),
        ("closed.xlsx", "xls", "closed.xls"),
        ("two-rows.xlsx", "ods", "two-rows.ods"),
        ("months.xlsx", "xls", "months.xls"),
        ("plain.xlsx", "xlsx", "plain-libreoffice.xlsx"),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending, "--outdir", folder, str(HERE / source)],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            os.replace(os.path.join(folder, source.rsplit(".", 1)[0] + "." + ending), HERE / name)


if __name__ == "__main__":
    plain()
    two_rows()
    months()
    one_cell()
    closed()
    ticks()
    pages()
    two_ledgers()
    epoch_1904()
    old_xls()
    far_xls()
    csv_files()
    word()
    converted()
