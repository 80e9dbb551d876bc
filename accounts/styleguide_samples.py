"""Invented data for the style guide: long names, large numbers, empty and extreme cases."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest

LONG = "澜川市望湖区退役军人事务和优抚安置综合服务保障中心（望湖区军队离退休干部休养所）"
SCHOOL = "望湖区实验小学"
HOSPITAL = "澜川市第一人民医院（澜川医学院附属医院、澜川市急救中心）"
TOWN = "望湖区南浦镇人民政府"
BUREAU = "望湖区教育和体育局"
NOW = dt.datetime(2026, 3, 18, 9, 42, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class SampleFilter(forms.Form):
    """The filters of a case list."""

    sheet = forms.CharField(initial="cases", widget=forms.HiddenInput)
    q = forms.CharField(label="办件号、单位", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(
        label="事项", choices=[("", "全部事项"), ("sink", "编制下沉"), ("adjust", "编制调剂")], required=False
    )
    state = forms.ChoiceField(label="状态", choices=[("", "在办"), ("closed", "已办结")], required=False)
    as_of = forms.DateField(label="截至日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class SampleRequest(forms.Form):
    """A filing form in which some fields are wrong."""

    unit = forms.ChoiceField(label="调入单位", choices=[("1", LONG), ("2", SCHOOL)])
    quota_type = forms.ChoiceField(label="编制类型", choices=[("1", "事业编制（全额拨款）"), ("2", "行政编制")])
    quantity = forms.IntegerField(label="数量（名）", min_value=1, help_text="不得超过调出单位的空编数。")
    effective_on = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(label="办理方式", choices=[("1", "常规"), ("2", "绿色通道")], widget=forms.RadioSelect)
    paper = forms.FileField(label="请示文件", required=False, help_text="PDF 或 OFD，不超过 20 MB。")
    reason = forms.CharField(label="理由", widget=forms.Textarea, help_text="写明职责变化、工作量和财政承受能力。")
    fiscal = forms.BooleanField(label="已征得财政部门意见", required=False)


def bars() -> list[dict[str, Any]]:
    return [
        {"label": "行政编制", "approved": 48, "occupied": 45, "locked": 1, "vacant": 2, "excess": 0},
        {"label": "事业编制（全额拨款）", "approved": 1286, "occupied": 1190, "locked": 36, "vacant": 60, "excess": 0},
        {"label": "事业编制（差额补贴）", "approved": 20, "occupied": 23, "locked": 0, "vacant": 0, "excess": -3},
        {"label": "工勤编制", "approved": 6, "occupied": 6, "locked": 0, "vacant": 0, "excess": 0},
        {"label": "周转使用", "approved": 30, "occupied": 30, "locked": 0, "vacant": 0, "excess": 0, "borrowed": 4},
        {"label": "公益性岗位控制数", "approved": 0, "occupied": 0, "locked": 0, "vacant": 0, "excess": 0},
    ]


def cases() -> list[dict[str, Any]]:
    rows = (
        ("澜望编办〔2026〕118", "编制下沉", LONG, "filed", "待受理", "red", "逾期 2 个工作日", "—", 12, "绿色通道"),
        ("澜望编办〔2026〕117", "编制调剂", BUREAU, "received", "已受理", "yellow", "还剩 2 个工作日", "韩雪梅", 2, ""),
        (
            "澜望编办〔2026〕116",
            "增加编制",
            HOSPITAL,
            "checked",
            "已审核",
            "green",
            "还剩 9 个工作日",
            "韩雪梅",
            160,
            "",
        ),
        ("澜望编办〔2026〕115", "领导职数核定", TOWN, "argued", "已论证", "green", "还剩 11 个工作日", "曹立群", 1, ""),
        ("澜望编办〔2026〕114", "收回编制", SCHOOL, "decided", "已决定", "green", "还剩 4 个工作日", "曹立群", 3, ""),
        ("澜望编办〔2026〕113", "减少编制", SCHOOL, "issued", "已发文", "", "", "赵启明", 1, ""),
        ("澜望编办〔2026〕112", "机动编制", BUREAU, "returned", "退回补正", "yellow", "等待补正", "韩雪梅", 8, ""),
        (
            "澜望编办〔2026〕111",
            "机构设立",
            "澜川市望湖区数据管理服务中心",
            "refused",
            "不予同意",
            "",
            "",
            "赵启明",
            0,
            "",
        ),
        ("澜望编办〔2026〕110", "编制下达", "澜川市望湖区", "closed", "已办结", "", "", "赵启明", 260, ""),
    )
    names = ("number", "kind", "unit", "state", "state_label", "level", "due", "who", "count", "lane")
    return [dict(zip(names, row, strict=True)) for row in rows]


def findings() -> list[dict[str, Any]]:
    return [
        {
            "severity": "block",
            "rule": "R02",
            "title": "总量控制",
            "sentence": "行政编制合计将达 1,286 名，超过上级下达的 1,280 名，超出 6 名。",
            "figures": [("下达", 1280), ("已核定", 1278), ("本次增加", 8), ("超出", 6)],
            "basis": "《地方各级人民政府机构设置和编制管理条例》第十六条、第十八条",
            "exception_by": "省级机构编制委员会",
        },
        {
            "severity": "warn",
            "rule": "R13",
            "title": "依据文件",
            "sentence": "申报依据为部门来文（澜教体〔2026〕15 号），不是机构编制部门的文件，只作参考。",
            "figures": [],
            "basis": "机构编制台账管理规定",
            "exception_by": "",
        },
        {
            "severity": "pass",
            "rule": "R05",
            "title": "专项编制",
            "sentence": "未动用政法专项编制。",
            "figures": [],
            "basis": "同条例第十七条",
            "exception_by": "",
        },
    ]


def effects() -> dict[str, Any]:
    def figure(before: int, after: int) -> dict[str, int]:
        return {"before": before, "after": after}

    same = figure(45, 45)
    town = [figure(38, 50), same, figure(0, 0), figure(-7, 5), None]
    reserve = [None, None, None, None, figure(64, 52)]
    return {
        "columns": ["核定", "实有", "锁定", "空编", "储备"],
        "rows": [
            {"unit": "望湖区（区级储备）", "quota_type": "行政编制", "figures": reserve},
            {"unit": TOWN, "url": "#", "quota_type": "行政编制", "figures": town},
            {
                "unit": TOWN,
                "url": "#",
                "quota_type": "事业编制（全额拨款）",
                "figures": [figure(1190, 1202), *town[1:]],
            },
            {"unit": LONG, "url": "#", "quota_type": "工勤编制", "figures": [figure(6, 5), same, *town[2:]]},
        ],
    }


def steps() -> list[dict[str, Any]]:
    day = dt.timedelta(days=1)
    return [
        {
            "action": "申报",
            "who": "马晓东",
            "role": "单位专管员",
            "at": NOW - 9 * day,
            "opinion": "申请下沉事业编制 12 名。",
        },
        {
            "action": "受理",
            "who": "韩雪梅",
            "role": "经办",
            "at": NOW - 8 * day,
            "documents": [{"name": "受理通知单", "url": "#"}],
        },
        {
            "action": "退回补正",
            "who": "韩雪梅",
            "role": "经办",
            "at": NOW - 7 * day,
            "state": "bad",
            "opinion": "缺少财政部门意见。",
        },
        {
            "action": "审核",
            "who": "曹立群",
            "role": "科长",
            "at": NOW - 2 * day,
            "opinion": "区级储备事业编制 64 名，可供使用。\n南浦镇近三年常住人口增长 18.4%，服务对象与编制之比偏高。",
        },
        {"action": "主任审批", "who": "赵启明", "role": "主任", "at": None, "state": "current"},
        {"action": "发文", "who": "", "at": None, "state": "waiting"},
    ]


def ledger_rows() -> list[dict[str, Any]]:
    rows = (
        ("2026-01-15", "编制下达", "澜编办〔2026〕3号", "澜川市", 260, 0, 1450),
        ("2026-02-03", "编制下沉至南浦镇等 10 个镇", "澜望编办〔2026〕21号", TOWN, 0, 260, 1190),
        ("2026-02-27", "收回空编", "澜望编办〔2026〕40号", SCHOOL, 3, 0, 1193),
        ("2026-03-05", "冲正：收回空编（数量录入有误）", "澜望编办〔2026〕44号", SCHOOL, 0, 3, 1190),
        ("2026-03-11", "调剂", "澜望编办〔2026〕51号", LONG, 12, 0, 1202),
    )
    names = ("on", "reason", "document", "other", "plus", "minus", "balance")
    return [dict(zip(names, row, strict=True)) for row in rows]


def tree() -> list[dict[str, Any]]:
    towns = [{"name": "南浦镇", "url": "#", "count": 7}, {"name": "石桥镇", "url": "#", "count": 6, "more_url": "#"}]
    units = [
        {"name": BUREAU, "url": "#", "count": 48, "note": "正科级"},
        {"name": LONG, "url": "#", "count": 26, "is_current": True},
        {"name": "望湖区农机服务站", "url": "#", "count": 0, "ended": True, "note": "2024-06 撤销"},
    ]
    district = {"name": "望湖区", "url": "#", "count": 52, "open": True, "children": [*units, *towns]}
    return [{"name": "澜川市", "url": "#", "count": 80, "open": True, "children": [district]}]


def document() -> dict[str, Any]:
    return {
        "issuer": "中共澜川市望湖区委机构编制委员会办公室",
        "number": "澜望编办〔2026〕51号",
        "title": "关于核增望湖区南浦镇事业编制的通知",
        "addressee": TOWN,
        "paragraphs": [
            "你镇《关于申请核增事业编制的请示》（浦政〔2026〕9号）收悉。经区委机构编制委员会办公室主任办公会研究，现通知如下：",
            "一、从区级储备中核增你镇全额拨款事业编制12名，核增后你镇全额拨款事业编制共50名，其中空编5名。",
            "二、上述编制用于乡镇综合执法、便民服务和退役军人服务等一线岗位，不得挪作他用，不得混编混岗。",
            "三、用编进人前须按程序报我办核准，办理入编手续后方可核发工资。",
        ],
        "signed_by": "中共澜川市望湖区委机构编制委员会办公室",
        "on": dt.date(2026, 3, 11),
        "secrecy": "内部",
        "copies_to": "区委组织部，区财政局，区人力资源和社会保障局",
    }


BASICS = [
    ("机构全称", LONG, "wide"),
    ("简称", "区优抚中心"),
    ("主管部门", "望湖区退役军人事务局"),
    ("机构类别", "事业单位"),
    ("机构规格", "副科级"),
    ("分类", "公益一类"),
    ("经费形式", "全额拨款"),
    ("统一社会信用代码", "12330203MB00000A2L"),
    ("设立文号", "澜望编委〔2019〕12号"),
    ("设立日期", "2019-03-21"),
    ("主要职责", "承担退役军人接收安置、优抚对象服务保障和军队离退休干部休养服务的事务性工作。", "wide"),
]


def everything(request: HttpRequest) -> dict[str, Any]:
    """The context of every sheet."""
    wrong = SampleRequest({"unit": "2", "quota_type": "1", "quantity": "0", "channel": "1", "reason": ""})
    return {
        "long": LONG,
        "town": TOWN,
        "bars": bars(),
        "cases": cases(),
        "findings": findings(),
        "effects": effects(),
        "steps": steps(),
        "ledger_rows": ledger_rows(),
        "tree": tree(),
        "document": document(),
        "filter_form": SampleFilter(request.GET if "q" in request.GET else None),
        "blank_form": SampleRequest(),
        "wrong_form": wrong,
        "months": [(f"{n}月", value) for n, value in enumerate((12, 18, 9, 31, 44, 27, 20, 38, 52, 61, 40, 33), 1)],
        "series": [1180, 1183, 1190, 1188, 1202, 1196, 1210],
        "progress_steps": [
            {"label": label, "state": "done" if n < 3 else "current" if n == 3 else "waiting"}
            for n, label in enumerate(("申报", "受理", "审核", "论证", "决定", "发文", "执行", "办结"))
        ],
        "attachments": [
            {
                "name": "关于申请核增事业编制的请示（浦政〔2026〕9号）.pdf",
                "url": "#",
                "size": 1_482_000,
                "paper": "请示",
            },
            {"name": "南浦镇三年服务对象统计.xlsx", "url": "#", "size": 48_200, "added_by": "马晓东", "added_at": NOW},
        ],
        "missing": ["财政部门意见"],
        "basics": BASICS,
        "unit_tabs": [
            {"key": key, "label": label, "url": "#", "count": count}
            for key, label, count in (
                ("basics", "基本情况", None),
                ("quota", "编制", 1286),
                ("posts", "领导职数", 5),
                ("divisions", "内设机构", 6),
                ("statement", "台账", None),
                ("cases", "办件", 3),
                ("documents", "文件", 17),
                ("lineage", "沿革与历史", None),
            )
        ],
    }
