"""The code lists of the field: the same codes in database, screen, paper and file.

Labels stand in ``shared.messages`` as ``<list>.<code>``, for instance ``rank.section_head``.
"""

from enum import StrEnum


class Team(StrEnum):
    """The three teams (三支队伍) of P1.5."""

    PARTY_GOVERNMENT = "party_government"  #: 党政干部
    TECHNICAL = "technical"  #: 专业技术人员
    BUSINESS = "business"  #: 经营管理人员


class Line(StrEnum):
    """The line (条) a unit belongs to; its managing department answers for its targets (P3.1)."""

    PARTY = "party"  #: 党群机关
    CONGRESS = "congress"  #: 人大、政协、法检
    GOVERNMENT = "government"  #: 政府部门
    EDUCATION = "education"  #: 教育系统
    HEALTH = "health"  #: 卫健系统
    SUBDISTRICT = "subdistrict"  #: 镇街
    ENTERPRISE = "enterprise"  #: 企业


class UnitKind(StrEnum):
    """What a unit is by establishment (编制性质)."""

    ORGAN = "organ"  #: 机关
    REFERRED = "referred"  #: 参照公务员法管理的事业单位
    INSTITUTION = "institution"  #: 事业单位
    ENTERPRISE = "enterprise"  #: 企业
    GROUPING = "grouping"  #: 归口分组, which employs nobody itself


class Rank(StrEnum):
    """Leading posts and ranks, highest first (公务员法 2018 第18、19条; GB/T 8561 for the technical ones)."""

    COUNTY_HEAD = "county_head"  #: 县处级正职
    COUNTY_DEPUTY = "county_deputy"  #: 县处级副职
    RESEARCHER_1 = "researcher_1"  #: 一级调研员
    RESEARCHER_2 = "researcher_2"
    RESEARCHER_3 = "researcher_3"
    RESEARCHER_4 = "researcher_4"
    SECTION_HEAD = "section_head"  #: 乡科级正职
    SECTION_DEPUTY = "section_deputy"  #: 乡科级副职
    PRINCIPAL_1 = "principal_1"  #: 一级主任科员
    PRINCIPAL_2 = "principal_2"
    PRINCIPAL_3 = "principal_3"
    PRINCIPAL_4 = "principal_4"
    CLERK_1 = "clerk_1"  #: 一级科员
    CLERK_2 = "clerk_2"
    TECHNICAL_SENIOR = "technical_senior"  #: 正高级
    TECHNICAL_ASSOCIATE = "technical_associate"  #: 副高级
    TECHNICAL_MIDDLE = "technical_middle"  #: 中级
    TECHNICAL_JUNIOR = "technical_junior"  #: 初级
    BUSINESS_HEAD = "business_head"  #: 企业正职
    BUSINESS_DEPUTY = "business_deputy"  #: 企业副职
    BUSINESS_MIDDLE = "business_middle"  #: 企业中层
    BUSINESS_STAFF = "business_staff"  #: 企业管理人员


class Sex(StrEnum):
    """Sex as GB/T 2261.1 counts it."""

    MALE = "male"
    FEMALE = "female"


class PersonStatus(StrEnum):
    """Where a person stands towards the base (底数)."""

    SERVING = "serving"  #: 在职
    LONG_LEAVE = "long_leave"  #: 长期请假
    SECONDED_IN = "seconded_in"  #: 借调来本区
    RETIRED = "retired"  #: 退休
    LEFT = "left"  #: 调离


#: who does not serve any more
GONE = frozenset({PersonStatus.RETIRED, PersonStatus.LEFT})


class Authority(StrEnum):
    """Who manages the person (干部管理权限, P3.1)."""

    CITY = "city"  #: 市管
    DISTRICT = "district"  #: 区管
    UNIT = "unit"  #: 单位管


class Audience(StrEnum):
    """Whom a class or a menu item is meant for (P2, P5.1)."""

    UNIT_HEADS = "unit_heads"  #: 党政正职
    DEPUTIES = "deputies"  #: 副职
    YOUNG = "young"  #: 优秀中青年
    RESERVE = "reserve"  #: 区管后备干部
    SECTION = "section"  #: 科级干部
    GENERAL = "general"  #: 一般干部
    TECHNICAL = "technical"  #: 专业技术人员
    BUSINESS = "business"  #: 经营管理人员


class Theme(StrEnum):
    """What a course is about (条例 2023 第13条; P1.5)."""

    THEORY = "theory"  #: 党的理论
    PARTY_SPIRIT = "party_spirit"  #: 党性教育
    GOVERNING = "governing"  #: 执政能力
    LAW = "law"  #: 依法行政
    ECONOMY = "economy"  #: 经济发展
    MANAGEMENT = "management"  #: 社会治理
    SCIENCE = "science"  #: 科技与数字
    PROFESSION = "profession"  #: 专业业务


class Mode(StrEnum):
    """How a course is taught (培训方式, P5.2)."""

    LECTURE = "lecture"  #: 课堂讲授
    SIMULATION = "simulation"  #: 情景模拟
    UNIVERSITY = "university"  #: 高校进修
    VISIT = "visit"  #: 参观考察
    PRACTICE = "practice"  #: 社会实习调研
    MIXED = "mixed"  #: 混合


class Slot(StrEnum):
    """The half-days of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class ClassState(StrEnum):
    """The states of a class."""

    PLANNED = "planned"  #: 计划
    APPROVED = "approved"  #: 已批
    ENROLLING = "enrolling"  #: 报名
    RUNNING = "running"  #: 开班
    ASSESSING = "assessing"  #: 考核
    CLOSED = "closed"  #: 结班
    CANCELLED = "cancelled"  #: 取消


class SessionState(StrEnum):
    """Whether a half-day session's roll call can still be marked."""

    OPEN = "open"
    CLOSED = "closed"


class Mark(StrEnum):
    """What a roll call says of one person in one half-day (天河区委党校 2015: 请假, 旷课, 迟到, 早退)."""

    PRESENT = "present"  #: 到
    LATE = "late"  #: 迟到
    EARLY = "early"  #: 早退
    PERSONAL_LEAVE = "personal_leave"  #: 事假
    SICK_LEAVE = "sick_leave"  #: 病假
    OFFICIAL_LEAVE = "official_leave"  #: 公假
    ABSENT = "absent"  #: 旷课


class Grade(StrEnum):
    """The grades of an assessment."""

    EXCELLENT = "excellent"  #: 优秀
    GOOD = "good"  #: 良好
    PASS = "pass"  # noqa: S105 - a grade: 合格
    FAIL = "fail"  #: 不合格


class FeeItem(StrEnum):
    """The items of a training fee (财行〔2016〕540号 第8条)."""

    LODGING = "lodging"  #: 住宿费
    MEALS = "meals"  #: 伙食费
    VENUE = "venue"  #: 场地、资料、交通费
    OTHER = "other"  #: 其他费用
    TEACHING = "teaching"  #: 师资费, outside the composite ceiling (第9条)


class FeeState(StrEnum):
    """The states of a fee request."""

    DRAFT = "draft"  #: 草稿
    SUBMITTED = "submitted"  #: 待审核
    REVIEWED = "reviewed"  #: 待审批
    APPROVED = "approved"  #: 待支付
    PAID = "paid"  #: 已支付
    RETURNED = "returned"  #: 退回
    WITHDRAWN = "withdrawn"  #: 撤回


class LedgerKind(StrEnum):
    """What a ledger entry books."""

    OPENING = "opening"  #: 期初
    ALLOCATION = "allocation"  #: 拨入
    PAYMENT = "payment"  #: 支付
    COUNTER = "counter"  #: 冲销


class MenuState(StrEnum):
    """The states of a year's menu."""

    DRAFT = "draft"
    ISSUED = "issued"


class CertificateState(StrEnum):
    """The states of a certificate in its register."""

    VALID = "valid"
    VOID = "void"


class PlanState(StrEnum):
    """The states of a plan version."""

    SAVED = "saved"
    ADOPTED = "adopted"


class LecturerLevel(StrEnum):
    """The levels a lecture fee is paid by (财行〔2016〕540号 第10条)."""

    ACADEMICIAN = "academician"  #: 院士、全国知名专家
    SENIOR = "senior"  #: 正高级
    ASSOCIATE = "associate"  #: 副高级
    OTHER = "other"  #: 其他


class LecturerChannel(StrEnum):
    """How a teacher was found (P5.4)."""

    PARTY_SCHOOL = "party_school"  #: 党校
    UNIVERSITY = "university"  #: 高校
    LEADER = "leader"  #: 领导干部上讲台
    ENTERPRISE = "enterprise"  #: 企业
    RECOMMENDED = "recommended"  #: 单位推荐


class GroupKind(StrEnum):
    """The groups people are kept in with dates (P2.1–P2.3, P5.4)."""

    UNIT_HEADS = "unit_heads"  #: 党政正职
    DEPUTIES = "deputies"  #: 副职
    YOUNG = "young"  #: 优秀中青年
    RESERVE = "reserve"  #: 区管后备干部
    TALENT = "talent"  #: 优秀人才
    LECTURER = "lecturer"  #: 干部讲师(上讲台)


class ReserveState(StrEnum):
    """The way of a person to the reserve list and off it (P2.2, P3.4)."""

    RECOMMENDED = "recommended"  #: 已推荐
    SCREENING = "screening"  #: 考察筛选
    ADMITTED = "admitted"  #: 在册
    DECLINED = "declined"  #: 未通过
    EXITED = "exited"  #: 调出


class ReviewResult(StrEnum):
    """What a yearly review of the reserve list finds (滚动管理, P2.2)."""

    KEEP = "keep"  #: 保留
    WATCH = "watch"  #: 重点培养
    EXIT = "exit"  #: 建议调出


class PostTrack(StrEnum):
    """The two ladders a person can stand on at once (公务员法 2018 第18、19条)."""

    POST = "post"  #: 领导职务层次, technical or business post
    RANK = "rank"  #: 职级


class SecondmentWay(StrEnum):
    """Which way a secondment (借调) goes, seen from the district."""

    OUT = "out"  #: 借出
    IN = "in"  #: 借入
    WITHIN = "within"  #: 区内借用


class SecondedCount(StrEnum):
    """Where somebody seconded (借调) counts in the base: rule ``base.seconded``."""

    OWN_UNIT = "own_unit"  #: 人事关系所在单位
    HOST_UNIT = "host_unit"  #: 实际工作单位
