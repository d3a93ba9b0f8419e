"""Fill a new desk with the invented demo district."""

import json
import random
from dataclasses import dataclass
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.shared.assets import data_file
from trainingdesk.usecases.demo.classes import build_classes
from trainingdesk.usecases.demo.courses import build_courses
from trainingdesk.usecases.demo.fees import DemoUsers, build_fees
from trainingdesk.usecases.demo.groups import build_groups
from trainingdesk.usecases.demo.people import build_people, build_units, name_liaisons
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


def demo_district() -> dict[str, Any]:
    """Return what the demo district is made from."""
    district: dict[str, Any] = json.loads(data_file("demo/district.json").read_text(encoding="utf-8"))
    return district


@dataclass(frozen=True, kw_only=True)
class BuildDemo(Command):
    """Make units, people, courses, classes, attendance, fees and the ledger of five years.

    Attributes:
        seed: the same seed on the same day makes the same district.
        requester, reviewer, approver, keeper: ids of the users in the fee requests' trails.
    """

    seed: int
    requester: int
    reviewer: int
    approver: int
    keeper: int


@handles(BuildDemo, Permission.DESK_OWN)
def build_demo(work: Work, command: BuildDemo) -> Result:
    """Insert everything through the bulk path, logged like any other import."""
    chance = random.Random(command.seed)  # noqa: S311 - invented data must be the same every time
    district = demo_district()
    units = build_units(work, district)
    people = build_people(work, district, units, chance, command.seed + 1)
    name_liaisons(work, people)
    courses = build_courses(work, district)
    classes = build_classes(work, district, people, courses, chance)
    users = DemoUsers(command.requester, command.reviewer, command.approver, command.keeper)
    build_fees(work, classes, users, district["prefix"])
    groups = build_groups(work, people, classes, (users.requester, users.approver), command.seed + 2)
    return {
        **groups,
        "units": len(units),
        "people": len(people),
        "courses": len(courses),
        "classes": len(classes),
        "enrolments": sum(len(made.enrolments) for made in classes),
    }
