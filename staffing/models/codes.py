"""The code standards of the register (DOMAIN §5.4): what may be chosen, never typed."""

from django.db import models


class Sex(models.TextChoices):
    """GB/T 2261.1; an ID number says only one of these two."""

    MALE = "1", "男"
    FEMALE = "2", "女"


PEOPLES = [
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
    "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克",
    "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
]  # fmt: skip
# GB/T 3304-1991: 01 汉族 … 56 基诺族.
ETHNICITIES = [(f"{code:02d}", f"{name}族") for code, name in enumerate(PEOPLES, start=1)]


class PoliticalStatus(models.TextChoices):
    """GB/T 4762-1984 (政治面貌)."""

    PARTY_MEMBER = "01", "中共党员"
    PROBATIONARY = "02", "中共预备党员"
    LEAGUE_MEMBER = "03", "共青团员"
    REVOLUTIONARY_COMMITTEE = "04", "民革党员"
    DEMOCRATIC_LEAGUE = "05", "民盟盟员"
    NATIONAL_CONSTRUCTION = "06", "民建会员"
    PROMOTING_DEMOCRACY = "07", "民进会员"
    PEASANTS_WORKERS = "08", "农工党党员"
    ZHI_GONG = "09", "致公党党员"
    JIUSAN = "10", "九三学社社员"
    TAIWAN_LEAGUE = "11", "台盟盟员"
    NO_PARTY = "12", "无党派人士"
    MASSES = "13", "群众"


# GB/T 4658-2006 (学历).
EDUCATIONS = [
    ("10", "研究生"), ("11", "博士研究生毕业"), ("12", "博士研究生结业"), ("13", "博士研究生肄业"),
    ("14", "硕士研究生毕业"), ("15", "硕士研究生结业"), ("16", "硕士研究生肄业"), ("17", "研究生班毕业"),
    ("18", "研究生班结业"), ("19", "研究生班肄业"), ("20", "大学本科"), ("21", "大学本科毕业"),
    ("22", "大学本科结业"), ("23", "大学本科肄业"), ("28", "大学普通班毕业"), ("30", "大学专科"),
    ("31", "大学专科毕业"), ("32", "大学专科结业"), ("33", "大学专科肄业"), ("40", "中等职业教育"),
    ("41", "中等专科毕业"), ("42", "中等专科结业"), ("43", "中等专科肄业"), ("44", "职业高中毕业"),
    ("45", "职业高中结业"), ("46", "职业高中肄业"), ("47", "技工学校毕业"), ("48", "技工学校结业"),
    ("49", "技工学校肄业"), ("60", "普通高级中学教育"), ("61", "普通高中毕业"), ("62", "普通高中结业"),
    ("63", "普通高中肄业"), ("70", "初级中学教育"), ("71", "初中毕业"), ("73", "初中肄业"), ("80", "小学教育"),
    ("81", "小学毕业"), ("83", "小学肄业"), ("90", "其他"),
]  # fmt: skip


class Degree(models.TextChoices):
    """学位, in the three levels of the degree law."""

    DOCTOR = "2", "博士"
    MASTER = "3", "硕士"
    BACHELOR = "4", "学士"


class RetirementCategory(models.TextChoices):
    """The original retirement age (DOMAIN §6): for women it follows post and identity, so it is stated, not derived."""

    MALE_60 = "male60", "男职工（原60周岁）"
    FEMALE_55 = "female55", "女职工（原55周岁）"
    FEMALE_50 = "female50", "女职工（原50周岁）"
    FEMALE_60 = "female60", "县处级及以上女干部、高级职称女性专业技术人员（60周岁）"


class StaffClass(models.TextChoices):
    """人员分类."""

    CHIEF = "chief", "部门正职领导"
    DEPUTY = "deputy", "部门副职领导"
    DIVISION_CHIEF = "division_chief", "内设机构正职领导"
    DIVISION_DEPUTY = "division_deputy", "内设机构副职领导"
    ORDINARY = "ordinary", "非领导"


class PostCategory(models.TextChoices):
    """岗位类别."""

    MANAGEMENT = "management", "行政管理"
    TECHNICAL = "technical", "专业技术"
    SUPPORT = "support", "工勤技能"


class CivilRank(models.TextChoices):
    """Civil-servant ranks (职级) since 2019; institution staff have none."""

    INSPECTOR_1 = "1", "一级巡视员"
    INSPECTOR_2 = "2", "二级巡视员"
    CONSULTANT_1 = "3", "一级调研员"
    CONSULTANT_2 = "4", "二级调研员"
    CONSULTANT_3 = "5", "三级调研员"
    CONSULTANT_4 = "6", "四级调研员"
    PRINCIPAL_1 = "7", "一级主任科员"
    PRINCIPAL_2 = "8", "二级主任科员"
    PRINCIPAL_3 = "9", "三级主任科员"
    PRINCIPAL_4 = "10", "四级主任科员"
    CLERK_1 = "11", "一级科员"
    CLERK_2 = "12", "二级科员"


class Channel(models.TextChoices):
    """By which way people come (进入方式): the channels of a hiring plan."""

    CIVIL_EXAM = "civil_exam", "公务员考录"
    OPEN_RECRUITMENT = "open_recruitment", "公开招聘"
    FUNDED_TEACHER = "funded_teacher", "公费师范生"
    TEACHER_RECRUITMENT = "teacher_recruitment", "中小学教师招聘"
    GRADUATE = "graduate", "优秀毕业生引进"
    DEMOBILISED_CADRE = "demobilised_cadre", "军转干部"
    VETERAN = "veteran", "退役士兵"
    TALENT = "talent", "人才引进"
    SELECTED = "selected", "选调"
    MOVED_IN = "moved_in", "调入"


class EntryBasis(models.TextChoices):
    """What lets a person onto a post: a slot (先编后人), or one of the few ways that need none."""

    SLOT = "slot", "用编号入编"
    OPENING = "opening", "建账登记"
    MOVE = "move", "调动"
    EXCEPTION = "exception", "超编例外"
    LOAN = "loan", "周转池借编"


class ExitReason(models.TextChoices):
    """出编原因."""

    MOVED = "moved", "调离"
    RETIRED = "retired", "离退休"
    DIED = "died", "在职死亡"
    RESIGNED = "resigned", "辞职"
    DISMISSED = "dismissed", "辞退"
    CONTRACT_ENDED = "contract_ended", "解聘"
    EXPELLED = "expelled", "开除"
    TRANSFERRED = "transferred", "划转"
    ABOLISHED = "abolished", "机构撤销"
    MISSING = "missing", "失踪"
    SENTENCED = "sentenced", "判刑"


class SlotState(models.TextChoices):
    """Where a slot stands: waiting for a vacancy (一出一进), free to use, or ended in one of three ways."""

    WAITING = "waiting", "待空编"
    OPEN = "open", "待使用"
    USED = "used", "已使用"
    LAPSED = "lapsed", "已失效"
    CANCELLED = "cancelled", "已核销"
