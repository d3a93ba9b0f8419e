"""The accounts of the demo district, for its sign-in page; imports nothing heavy."""

from trainingdesk.domain.access import Role

#: the password of every demo account; its sign-in page shows it
DEMO_PASSWORD = "demo-2026"  # noqa: S105 - invented accounts on invented data
DEMO_CLERK = "zhangxiao"
DEMO_ADMINISTRATOR = "zhouning"

#: role → (login, name)
DEMO_USERS = {
    Role.CLERK: (DEMO_CLERK, "张晓"),
    Role.REVIEWER: ("limingyuan", "李明远"),
    Role.APPROVER: ("wangjianye", "王建业"),
    Role.FUND_KEEPER: ("qianhui", "钱慧"),
    Role.TRAINER: ("sunyue", "孙悦"),
    Role.ADMINISTRATOR: (DEMO_ADMINISTRATOR, "周宁"),
    Role.READ_ONLY: ("wulan", "吴岚"),
}
