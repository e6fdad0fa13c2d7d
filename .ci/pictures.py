"""Looks at the board in a browser and reads the calendar with another library. See .ci/pictures."""

import datetime
import os
import pathlib
import shutil
import subprocess
import sys

import icalendar
from playwright.sync_api import sync_playwright

TODAY = "2025-09-01"

CATEGORIES = {
    "履行主体责任方面": [
        "党组研究全面从严治党工作次数偏少", "党组会议题会前酝酿不充分", "重点任务分工没有落实到人", "对下级单位督促检查不够经常",
        "巡察整改日常调度不够及时", "意识形态分析研判流于形式", "工作总结与实际情况核对不严", "年度计划执行情况没有通报",
    ],
    "审判执行方面": [
        "超过一年的未结案件清理缓慢", "案款到账后发放偏慢", "裁判文书上网前校对不细", "立案窗口一次性告知不到位",
        "送达回证归档不及时", "鉴定评估案件跟踪不够", "终本案件定期核查没有记录", "涉企案件风险提示不够主动",
        "诉前调解与立案衔接不顺", "判后答疑工作开展不平衡",
    ],
    "财务资产方面": [
        "固定资产盘点账实不符", "公务接待审批单填写不全", "合同会签程序执行不严", "差旅报销附件不规范",
        "涉案物品出入库登记滞后", "车辆维修没有比价记录",
    ],
    "队伍建设方面": [
        "支部组织生活记录不全", "青年干部培养计划没有更新", "请销假制度执行不严", "谈心谈话覆盖面不够",
        "业务培训后没有考核", "聘用人员管理制度缺失", "干部人事档案材料不齐", "年度考核结果运用不够",
    ],
}
MEASURES = ["修订有关制度，明确责任分工和办理时限", "逐项自查，建立问题清单并限期改正", "每月通报办理情况，纳入部门考核"]
WHO = [
    ("党组书记", "办公室"), ("分管审判的院领导", "审管办"), ("分管执行的院领导", "执行局"), ("分管立案的院领导", "立案庭"),
    ("分管财务的院领导", "财务科"), ("分管党建的院领导", "机关党委"), ("分管人事的院领导", "政治部"),
]
DUE = ["立行立改", "2025年6月底前", "2025年7月底前", "2025年8月底前", "2025年9月底前", "2025年10月20日前", "2025年11月底前", "长期坚持"]


def clerk(binary: str, folder: pathlib.Path):
    """Runs the program in a new folder, each time on a day."""
    folder.mkdir(parents=True)

    def run(day: str, *args: str) -> str:
        told = subprocess.run(
            [binary, *args], cwd=folder, env={**os.environ, "TAIZHANG_TODAY": day}, capture_output=True, text=True, check=False
        )
        if told.returncode != 0:
            sys.exit(f"taizhang {' '.join(args)}\n{told.stdout}{told.stderr}")
        return told.stdout

    return run


def sample_office(binary: str, folder: pathlib.Path) -> None:
    """A round of a court that never was, half a year after its feedback."""
    run = clerk(binary, folder)
    rows = ["编号,方面,反馈问题,整改措施,牵头领导,责任部门,整改时限"]
    issues = []
    for category, texts in CATEGORIES.items():
        for text in texts:
            number = len(issues) + 1
            leader, department = WHO[number * 5 % len(WHO)]
            due = DUE[number * 3 % len(DUE)]
            for measure in MEASURES[: 1 + number % 3]:
                rows.append(f"{number},{category},{text},{measure},{leader},{department},{due}")
            issues.append(1 + number % 3)
    (folder / "台账.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    run("2025-03-10", "init", "--office", "某区人民法院整改办")
    run("2025-03-10", "round", "open", "2025巡察", "--title", "某区人民法院2025年巡察整改", "--feedback", "2025-03-05",
        "--milestone", "方案=2025-04-05", "--milestone", "集中整改=2025-09-05", "--milestone", "报告=2025-09-30", "--on", "2025-03-05")
    run("2025-03-10", "intake", "台账.csv", "--new-parties", "--yes")
    run("2025-03-28", "meeting", "add", "2025-03-28", "--kind", "党组会", "--title", "第6次党组会")
    run("2025-03-28", "round", "adopt", "--meeting", "2")
    done = {3: [3, 11], 4: [5, 8, 20], 5: [1, 12, 19, 27], 6: [2, 9, 14, 25, 31], 7: [7, 16, 23, 29], 8: [6, 21, 28]}
    closed = {5: [3, 5, 8, 11], 6: [1, 12, 19, 20, 27], 7: [2, 9, 14, 25], 8: [7, 16, 23, 31]}
    for month in range(3, 9):
        day = f"2025-{month:02}-{20 if month > 3 else 29}"
        for number in done[month]:
            codes = [f"{number}.{n}" for n in range(1, issues[number - 1] + 1)]
            run(day, "progress", *codes, "--done", "--situation", "已制定办法并组织自查，发现的问题全部改正", "--yes")
            run(day, "attach", str(number), "--register", f"某院整改〔2025〕{number}号", "--title", "整改材料", "--kept-at", "办公室")
        for number in range(1 + month % 3, len(issues) + 1, 3):
            if all(number not in numbers for numbers in done.values()):
                run(day, "progress", f"{number}.1", "--state", "整改中", "--situation", "正在修订制度，自查已完成一半", "--yes")
        if month in closed:
            day = f"2025-{month:02}-27"
            told = run(day, "meeting", "add", day, "--kind", "党组会", "--title", f"第{month + 6}次党组会", "--format", "json")
            assert told
            run(day, "submit", *map(str, closed[month]), "--yes")
            run(day, "close", *map(str, closed[month]), "--meeting", day, "--yes")
    run("2025-08-28", "extend", "4", "--to", "2025年10月底前", "--reason", "新系统尚未上线", "--approval", "某院整改〔2025〕41号")
    run("2025-08-29", "recheck", "3", "--result", "反弹", "--words", "抽查发现部分任务仍未落实到人", "--checker", "整改办", "--yes")
    for words, department, due in [
        ("其他业务庭也有回证归档不及时的情况", "审管办", ["2025年8月底前"]),
        ("下属单位固定资产同样账实不符", "财务科", ["2025年10月底前"]),
        ("类似制度未定期清理", "办公室", ["长期坚持", "--review", "2025-08-15"]),
    ]:
        run("2025-08-29", "add", words, "--origin", "举一反三", "--from-issue", "13", "--dept", department, "--due", *due, "--on", "2025-06-30")
    run("2025-08-29", "meeting", "add", "2025-08-29", "--kind", "党组会", "--title", "第15次党组会")
    run("2025-08-29", "submit", "28")
    run("2025-08-29", "return", "28", "--meeting", "2025-08-29", "--words", "谈话记录不全，补齐后再报", "--yes")
    run(TODAY, "export", "board.html")
    run(TODAY, "export", "days.ics")
    # Another round beside it, and a department's own view of both.
    run(TODAY, "round", "open", "2025审计", "--title", "某区人民法院2025年经济责任审计整改", "--feedback", "2025-07-10",
        "--milestone", "报告=2025-10-10")
    run(TODAY, "add", "往来款长期挂账未清理", "--round", "2025审计", "--origin", "审计", "--dept", "财务科", "--due", "2025年9月底前")
    run(TODAY, "export", "two-rounds.html")
    run(TODAY, "export", "department.html", "--dept", "财务科")


def one_item(binary: str, folder: pathlib.Path) -> None:
    """An office that has only begun."""
    run = clerk(binary, folder)
    run(TODAY, "init", "--office", "某区人民法院整改办")
    run(TODAY, "round", "open", "2025巡察", "--title", "某区人民法院2025年巡察整改", "--feedback", TODAY)
    run(TODAY, "add", "立案窗口一次性告知不到位", "--due", "2025年12月底前")
    run(TODAY, "export", "board.html")


def large_office(binary: str, folder: pathlib.Path) -> None:
    """10,000 issues with 30,000 measures."""
    run = clerk(binary, folder)
    rows = ["编号,方面,反馈问题,整改措施,牵头领导,责任部门,整改时限,整改进度"]
    for number in range(1, 10_001):
        leader, department = WHO[number * 5 % len(WHO)]
        for measure in MEASURES:
            rows.append(f"{number},第{number // 500 + 1}方面,第{number}项台账登记和卷宗归档不够规范的问题,{measure},{leader},{department},"
                        f"{DUE[number % len(DUE)]},{'已完成' if number % 3 else '整改中'}")
    (folder / "台账.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    run("2025-03-10", "init", "--office", "某市整改办")
    run("2025-03-10", "round", "open", "2025巡察", "--title", "某市2025年巡察整改", "--feedback", "2025-03-05", "--on", "2025-03-05")
    run(TODAY, "intake", "台账.csv", "--new-parties", "--yes")
    run(TODAY, "export", "board.html")


def glance(boards: dict, pictures: pathlib.Path) -> None:
    """Other boards: nothing in the console, nothing wider than the window, there within two seconds."""
    faults = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, file in boards.items():
            if file.stat().st_size > 10_000_000:
                faults.append(f"{name}: {file.stat().st_size} bytes")
            for width in [1280, 390]:
                page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
                page.on("console", lambda said, name=name: faults.append(f"{name}: console: {said.text}"))
                page.on("pageerror", lambda error, name=name: faults.append(f"{name}: error: {error}"))
                page.goto(file.as_uri())
                # Asked anew each time: what waits inside the page is stopped by the page's own policy for scripts.
                for _ in range(250):
                    if page.evaluate("performance.getEntriesByType('paint').length > 0"):
                        break
                    page.wait_for_timeout(20)
                first = page.evaluate("performance.getEntriesByType('paint')[0].startTime")
                print(f"{name} at {width} px: first view after {first:.0f} ms")
                if first > 2_000:
                    faults.append(f"{name} at {width} px: first view after {first:.0f} ms")
                has, may = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
                if has > may:
                    faults.append(f"{name}: {has} px wide in a window of {may}")
                page.screenshot(path=pictures / f"{name}-{width}.png", full_page=name != "large")
                page.close()
        browser.close()
    if faults:
        sys.exit("\n".join(faults))


def look(page_file: pathlib.Path, pictures: pathlib.Path) -> None:
    """Opens the board as offices do, and fails on whatever they would stumble over."""
    faults = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width, scheme, script in [
            ("1280", 1280, "light", True), ("1280-dark", 1280, "dark", True), ("390", 390, "light", True),
            ("390-dark", 390, "dark", True), ("1280-no-script", 1280, "light", False),
        ]:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, locale="zh-CN"
            )
            page = context.new_page()
            page.on("console", lambda said, name=name: faults.append(f"{name}: console: {said.text}"))
            page.on("pageerror", lambda error, name=name: faults.append(f"{name}: error: {error}"))
            page.on("request", lambda asked, name=name: asked.url.startswith("file:") or faults.append(f"{name}: asks {asked.url}"))
            page.goto(page_file.as_uri())
            if script:
                wide = "[document.documentElement.scrollWidth, window.innerWidth]"
                for state in ["closed", "open"]:
                    has, may = page.evaluate(wide)
                    if has > may:
                        faults.append(f"{name}: {state}: {has} px wide in a window of {may}")
                    page.screenshot(path=pictures / f"board-{name}-{state}.png", full_page=True)
                    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
                use(page, name, faults)
            else:
                page.screenshot(path=pictures / f"board-{name}.png", full_page=True)
                for role in ["逐项情况", "逾期清单"]:
                    if not page.get_by_role("heading", name=role).first.is_visible():
                        faults.append(f"{name}: {role} is not there without scripts")
            context.close()
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.goto(page_file.as_uri())
        page.pdf(path=pictures / "board.pdf", format="A4", prefer_css_page_size=True)
        page.close()
        # A first look for the README: the top of the page, halved.
        page = browser.new_page(viewport={"width": 1280, "height": 1180}, locale="zh-CN", device_scale_factor=0.625)
        page.goto(page_file.as_uri())
        page.screenshot(path=pictures / "board-small.png")
        browser.close()
    if faults:
        sys.exit("\n".join(faults))


def use(page, name: str, faults: list) -> None:
    """Searches, sorts, jumps, by mouse and by keyboard."""
    rows = page.locator("#late-rows tbody tr")
    whole = rows.count()
    page.fill("#late-find", "人事")
    page.wait_for_timeout(300)
    found = page.locator("#late-rows tbody tr:not([hidden])").count()
    if not 0 < found < whole:
        faults.append(f"{name}: {found} of {whole} late rows are found")
    page.fill("#late-find", "")
    page.wait_for_timeout(300)
    if name == "1280":
        head = page.locator("#late-rows thead th").nth(5).locator("button")
        head.focus()
        page.keyboard.press("Enter")
        days = [int(cell) for cell in rows.locator("td.hot").all_inner_texts()]
        if days != sorted(days):
            faults.append(f"{name}: late rows are not sorted: {days}")
    page.fill("#find", "送达回证")
    page.wait_for_timeout(300)
    if page.locator(".m:not([hidden])").count() != 1:
        faults.append(f"{name}: the matter is not found")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false })")
    link = page.locator("#late-rows tbody a").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_timeout(100)
    if not page.evaluate("(id) => { const m = document.querySelector(id); return m.open && !m.hidden }", target):
        faults.append(f"{name}: {target} is not opened by its link")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('a,button,input,summary')].filter(e => e.offsetParent && "
        "!(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length))).map(e => e.outerHTML)"
    )
    faults.extend(f"{name}: without a name: {element}" for element in unnamed)


def read_calendar(file: pathlib.Path) -> None:
    """Another program finds every entry in order, with its reminders."""
    data = file.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "a line is too long"
    assert b"\n" not in data.replace(b"\r\n", b""), "a line ends with a bare LF"
    calendar = icalendar.Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    days = [event.decoded("DTSTART") for event in events]
    assert len(events) > 15 and days == sorted(days), days
    assert all(type(day) is datetime.date for day in days)
    assert len({event["UID"] for event in events}) == len(events), "two entries share their UID"
    live = [event for event in events if event["STATUS"] == "CONFIRMED"]
    over = [event for event in events if event["STATUS"] == "CANCELLED"]
    assert live and over and len(live) + len(over) == len(events)
    for event in live:
        before = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
        assert before == [datetime.timedelta(days=-7, hours=9), datetime.timedelta(days=-1, hours=9)], before
    assert not any(event.walk("VALARM") for event in over), "what is cancelled reminds of nothing"
    assert any("节点 集中整改结束（某区人民法院2025年巡察整改）" == str(event["SUMMARY"]) for event in events)
    assert not calendar.errors and not any(event.errors for event in events)
    print(f"calendar: {len(events)} entries, {len(over)} of them cancelled")


def main() -> None:
    binary, work, pictures = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    pictures.mkdir(parents=True, exist_ok=True)
    office = work / "office"
    sample_office(binary, office)
    read_calendar(office / "days.ics")
    look(office / "board.html", pictures)
    one_item(binary, work / "one")
    large_office(binary, work / "large")
    glance(
        {
            "two-rounds": office / "two-rounds.html",
            "department": office / "department.html",
            "one": work / "one" / "board.html",
            "large": work / "large" / "board.html",
        },
        pictures,
    )
    print(f"board: {(office / 'board.html').stat().st_size} bytes, no fault found")


main()
