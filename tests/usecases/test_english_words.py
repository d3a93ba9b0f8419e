"""Customary words on English papers: what is known is said in English, what the office wrote itself stays."""

from tests.usecases.training_facts import write
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows


def test_a_list_and_a_training_file_say_known_words_in_english(desk: Desk):
    write(
        desk.path,
        (
            "UPDATE person SET political = '共青团员', ethnicity = '汉族', education = '大学', degree = '文学学士' WHERE id = 1",
            (),
        ),
    )
    set_language("en")
    columns = {"columns": "political,ethnicity,education,degree"}
    (table,) = desk.ask(paper_rows, "roster.list", columns)
    known = ("Youth League member", "Han", "University", "文学学士")
    assert any(all(word in row.cells for word in known) for row in table.rows)
    whole = str(desk.ask(paper_rows, "roster.file", {"person": "1"}))
    assert all(word in whole for word in known)
    set_language("zh_CN")
    (table,) = desk.ask(paper_rows, "roster.list", columns)
    assert any("共青团员" in row.cells for row in table.rows)
