"""When people were born, as exactly as it is known: an age goes by the day where the day is known."""

from sqlalchemy import ColumnElement, and_, case, func

from trainingdesk.persistence.tables.roster import Person


def born() -> ColumnElement[str]:
    """Return a person's birth for the age: a month alone gets the day of an ID number that is of the same month.

    Many rosters write the month alone beside the number (GB 11643: digits 7 to 14 are the day of birth). Where the two
    are of different months the roster's own birth stands alone: which of them is right was for a person to say.
    """
    number = Person.id_number
    month = func.substr(number, 7, 4).concat("-").concat(func.substr(number, 11, 2))
    return case(
        (
            and_(func.length(Person.birth) == len("1972-05"), month == Person.birth),
            Person.birth.concat("-").concat(func.substr(number, 13, 2)),
        ),
        else_=Person.birth,
    )
