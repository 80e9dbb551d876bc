"""Who exists in 澜川: regions, bodies and institutions with their posts. Everything here is invented."""

from dataclasses import dataclass, field

CITY, DISTRICT = "990100", "990102"
REGIONS = [
    (CITY, "澜川市", True),
    (DISTRICT, "望湖区", True),
    ("990102101", "柳堤镇", False),
    ("990102102", "桃坞镇", False),
    ("990102103", "石桥镇", False),
    ("990102104", "鹿鸣镇", False),
    ("990102105", "青萝镇", False),
    ("990102106", "云栖镇", False),
    ("990102107", "双溪镇", False),
    ("990102108", "枫林街道", False),
    ("990102109", "清和街道", False),
    ("990102110", "望江街道", False),
]


@dataclass(frozen=True)
class Place:
    """A body or institution to set up, with the posts it is allotted (type code → number) and the people it has."""

    name: str
    region: str
    category: str = "organ"
    system: str = "government"
    rank: str = "division_chief"
    within_cap: bool = True
    department: str = ""
    posts: dict[str, int] = field(default_factory=dict)
    vacant: int = 1


def organ(name: str, posts: int, *, system: str = "government", vacant: int = 1, support: int = 2) -> Place:
    """A city organ at division-chief rank with leaders and division posts in proportion to its size."""
    chiefs = max(3, posts // 6)
    leaders = {"leader_131": 1, "leader_132": 2 if posts < 40 else 3}
    divisions = {"division_141": chiefs, "division_142": -(-chiefs // 3)}
    counted = {"admin": posts, "support": support, **leaders, **divisions}
    return Place(name, CITY, system=system, posts=counted, vacant=vacant)


def court(name: str, posts: int, system: str, *, within_cap: bool = False) -> Place:
    """A political-legal body (政法机关), with special quota."""
    counted = {"political_legal": posts, "leader_131": 1, "leader_132": 3}
    return Place(name, CITY, system=system, within_cap=within_cap, posts=counted, vacant=4)


def district_organ(name: str, posts: int, *, system: str = "government", vacant: int = 1) -> Place:
    """A district organ at section-chief rank."""
    counted = {"admin": posts, "leader_141": 1, "leader_142": 2}
    return Place(name, DISTRICT, system=system, rank="section_chief", posts=counted, vacant=vacant)


def institution(
    name: str, posts: int, department: str, *, funding: str = "full_funded", region: str = CITY, vacant: int = 2
) -> Place:
    """A public institution under a competent department."""
    rank = "section_chief" if region == CITY else "subsection_chief"
    leaders = {"leader_141": 1, "leader_142": 1 if posts <= 50 else 2} if region == CITY else {}
    counted = {funding: posts, **leaders}
    return Place(
        name, region, category="institution", system="", rank=rank, within_cap=False, department=department,
        posts=counted, vacant=vacant,
    )  # fmt: skip


def town(code: str, name: str, admin: int, staff: int) -> list[Place]:
    """A town or sub-district government and its service centre."""
    kind = "街道办事处" if name.endswith("街道") else "人民政府"
    title = f"望湖区人民政府{name}办事处" if kind == "街道办事处" else f"望湖区{name}{kind}"
    return [
        Place(title, code, rank="section_chief", within_cap=False, posts={"admin": admin}, vacant=2),
        Place(
            f"望湖区{name}便民服务中心（{name}党群服务中心、{name}退役军人服务站）", code, category="institution",
            system="", rank="subsection_chief", within_cap=False, department=title, posts={"full_funded": staff},
            vacant=1,
        ),
    ]  # fmt: skip


BUREAU = "中共澜川市委机构编制委员会办公室"
DISTRICT_BUREAU = "中共望湖区委机构编制委员会办公室"
EDUCATION, HEALTH = "澜川市教育局", "澜川市卫生健康委员会"
FORESTRY, WATER = "澜川市林业和草原局", "澜川市水利局"
SCIENCE, MEDIA = "澜川市科学技术局", "中共澜川市委宣传部"

CITY_ORGANS = [
    organ("中共澜川市委办公室", 48, system="party"),
    organ("中共澜川市委组织部", 42, system="party"),
    organ(MEDIA, 34, system="party"),
    organ("中共澜川市委统一战线工作部", 24, system="party"),
    organ("中共澜川市委政法委员会", 26, system="party"),
    organ("澜川市人民政府办公室", 52),
    organ("澜川市发展和改革委员会", 44, vacant=3),
    organ(EDUCATION, 36),
    organ(SCIENCE, 24),
    organ("澜川市工业和信息化局", 34),
    organ("澜川市民政局", 28),
    organ("澜川市司法局", 32),
    organ("澜川市财政局", 46),
    organ("澜川市人力资源和社会保障局", 42, vacant=2),
    organ("澜川市自然资源和规划局", 44, vacant=9),
    organ("澜川市生态环境局", 32),
    organ("澜川市住房和城乡建设局", 40, vacant=6),
    organ("澜川市交通运输局", 34),
    organ(WATER, 28),
    organ("澜川市农业农村局", 38, vacant=4),
    organ("澜川市文化广电和旅游局", 30),
    organ(HEALTH, 36),
    organ("澜川市退役军人事务局", 22),
    organ("澜川市应急管理局", 32, vacant=0),
    organ("澜川市审计局", 30),
    organ("澜川市市场监督管理局", 52, vacant=5),
    organ(FORESTRY, 24),
    organ("澜川市医疗保障局", 20, vacant=0),
]
CITY_POLITICAL_LEGAL = [
    court("澜川市中级人民法院", 96, "court"),
    court("澜川市人民检察院", 72, "procuratorate"),
]
DISTRICT_ORGANS = [
    district_organ("中共望湖区委办公室", 24, system="party"),
    district_organ("中共望湖区委组织部", 20, system="party"),
    district_organ("中共望湖区委宣传部", 14, system="party"),
    district_organ("望湖区人民政府办公室", 26),
    district_organ("望湖区发展和改革局", 20),
    district_organ("望湖区教育和体育局", 18),
    district_organ("望湖区民政局", 14),
    district_organ("望湖区财政局", 22),
    district_organ("望湖区人力资源和社会保障局", 18),
    district_organ("望湖区住房和城乡建设局", 18),
    district_organ("望湖区农业农村局", 20, vacant=3),
    district_organ("望湖区卫生健康局", 16),
    district_organ("望湖区退役军人事务局", 12),
    district_organ("望湖区应急管理局", 16),
    district_organ("望湖区市场监督管理局", 30, vacant=4),
    district_organ("望湖区综合行政执法局", 24, vacant=2),
]
INSTITUTIONS = [
    institution("澜川市第一中学", 186, EDUCATION, vacant=9),
    institution("澜川市第二中学", 142, EDUCATION, vacant=0),
    institution("澜川市实验初级中学", 128, EDUCATION, vacant=3),
    institution("澜川市实验小学", 112, EDUCATION, vacant=0),
    institution("澜川市特殊教育学校", 46, EDUCATION),
    institution("澜川市中等职业技术学校", 138, EDUCATION, vacant=12),
    institution("澜川市教育科学研究院", 34, EDUCATION),
    institution("澜川市人民医院", 320, HEALTH, funding="part_funded", vacant=26),
    institution("澜川市中医医院", 160, HEALTH, funding="part_funded", vacant=8),
    institution("澜川市妇幼保健院", 88, HEALTH, funding="part_funded", vacant=0),
    institution("澜川市疾病预防控制中心（澜川市卫生监督所）", 76, HEALTH, vacant=5),
    institution("澜川市中心血站", 32, HEALTH),
    institution("澜川市森林草原防火站", 18, FORESTRY, vacant=0),
    institution("澜川市防汛抗旱调度（信息）中心", 20, WATER),
    institution("澜川市科学技术情报研究所", 24, SCIENCE, vacant=0),
    institution("澜川市融媒体中心", 68, MEDIA, vacant=4),
    institution("澜川市退役军人服务和优抚安置综合保障中心（澜川市军队离退休干部休养所）", 26, "澜川市退役军人事务局"),
    institution("望湖区实验小学", 96, "望湖区教育和体育局", region=DISTRICT, vacant=4),
    institution("望湖区第三初级中学", 84, "望湖区教育和体育局", region=DISTRICT, vacant=6),
    institution("望湖区人民医院", 132, "望湖区卫生健康局", region=DISTRICT, funding="part_funded", vacant=11),
]
TOWNS = [
    place
    for (code, name, _), (admin, staff) in zip(
        REGIONS[2:],
        [(28, 14), (24, 12), (24, 10), (22, 10), (22, 10), (20, 8), (20, 8), (30, 16), (28, 14), (26, 12)],
        strict=True,
    )
    for place in town(code, name, admin, staff)
]
PLACES = [*CITY_ORGANS, *CITY_POLITICAL_LEGAL, *DISTRICT_ORGANS, *INSTITUTIONS, *TOWNS]
DIVISIONS = [
    ("综合科", "comprehensive", 6, 1, 1),
    ("行政机构编制科", "business", 5, 1, 1),
    ("事业机构编制科", "business", 5, 1, 1),
    ("实名制管理科", "business", 4, 1, 0),
    ("监督检查科", "business", 4, 1, 0),
]
# What the superior grants to the city, and what the city hands on to the district: type code → number.
CITY_GRANT = {
    "admin": 1900, "political_legal": 180, "support": 80, "full_funded": 1560, "part_funded": 760,
    "leader_131": 34, "leader_132": 90, "leader_141": 60, "leader_142": 100, "division_141": 190, "division_142": 80,
    "party_government_body": 48, "off_quota_control": 160,
}  # fmt: skip
DISTRICT_GRANT = {
    "admin": 640, "full_funded": 360, "part_funded": 140, "leader_141": 18, "leader_142": 36,
    "party_government_body": 18, "off_quota_control": 40,
}  # fmt: skip
