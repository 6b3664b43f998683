"""Errors carry a marked text and its values, so that each reader gets them in his language."""

import ast
import pickle
from pathlib import Path

import ckanext.satudata
import pytest
from ckanext.satudata import exceptions
from ckanext.satudata.exceptions import Marked, NotAdditive, SatuDataError, SourceUnavailable, say
from ckanext.satudata.late import speaking, standing_alone
from ckanext.satudata.web.secrets import Vault

PACKAGE = Path(ckanext.satudata.__path__[0])
TREE = {name for name, kind in vars(exceptions).items() if isinstance(kind, type) and issubclass(kind, SatuDataError)}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_error_is_translated_where_it_is_raised(path):
    """Neither its text nor its values: no gettext, no format, no f-string in the text of a raise of our tree."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [
        f"line {node.lineno}: {fault}"
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and called(node.exc) in TREE and node.exc.args
        for fault in faults(node.exc, function)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("raised", "is_wrong"),
    [
        ("raise BadQuestion(N_('a {0}'), 1)", False),
        ("raise BadQuestion(_('a'))", True),
        ("raise BadQuestion(tk._('a {0}').format(1))", True),
        ("raise BadQuestion(f'a {name}')", True),
        ("raise BadQuestion('a %s' % name)", True),
        ("raise BadQuestion(N_('a {0}'), _('b'))", True),
        ("text = _('a')\n raise BadQuestion(text)", True),
        ("text = _('a {0}')\n raise BadQuestion(text.format(1))", True),
        ("text = N_('a {0}')\n raise BadQuestion(text, 1)", False),
        ("raise BadQuestion(str(error))", True),
        ("raise BadQuestion(error.text, **error.values)", False),
    ],
)
def test_the_test_above_sees_what_is_wrong(raised, is_wrong):
    """Each way of translating or formatting too early."""
    [function] = ast.parse(f"def f():\n {raised}").body
    [node] = [node for node in ast.walk(function) if isinstance(node, ast.Raise)]
    assert bool(list(faults(node.exc, function))) is is_wrong


def test_an_error_is_told_in_the_language_of_each_reader():
    """One and the same error, raised where no language is known."""
    text = '"{0}" cannot be added up over {1}. Group by it, or ask for one value of it.'
    error = pickle.loads(pickle.dumps(NotAdditive(text, "Harga", "pasar")))
    with speaking("id"):
        assert str(error).startswith('"Harga" tidak boleh dijumlahkan menurut pasar.')
    with speaking("en"):
        assert str(error) == '"Harga" cannot be added up over pasar. Group by it, or ask for one value of it.'


def test_a_value_may_be_a_marked_text_itself():
    """It is translated with the text that it stands in."""
    error = SourceUnavailable("{0} answers {1}. {2}", "https://x", 404, Marked("Ask the source's keeper."))
    with speaking("en"):
        assert str(error) == "https://x answers 404. Ask the source's keeper."
    with speaking("id"):
        assert "Ask" not in str(error)
        assert say("{a} {b}", {"a": 1, "b": 2}) == "1 2"


def test_a_secret_is_hidden_in_the_values(monkeypatch):
    """The kind, the text and the numbers stay, so that the error can still be told in any language."""
    monkeypatch.setenv("SATUDATA_SECRET_KUNCI", "rahasia-sekali")
    vault = Vault()
    with standing_alone({"ckanext.satudata.harvest.secrets": ""}):
        assert vault.filled("{secret:KUNCI}") == "rahasia-sekali"
    error = vault.hide_error(
        SourceUnavailable("{0} answers {1}. {2}", "https://x?k=rahasia-sekali", 404, Marked("a")), str
    )
    assert isinstance(error, SourceUnavailable)
    assert error.values == {"0": "https://x?k={secret:KUNCI}", "1": 404, "2": Marked("a")}


def called(node):
    """Return the name of what is called, "" where nothing is."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "id", None) or getattr(function, "attr", "")


def faults(call, function):
    """Yield what is translated or formatted already in the arguments of an error."""
    text, *values = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(text, ast.Name):
        texts = [
            statement.value
            for statement in ast.walk(function)
            if isinstance(statement, ast.Assign)
            and any(getattr(target, "id", "") == text.id for target in statement.targets)
        ]
    else:
        texts = [text]
    for part in texts:
        for node in ast.walk(part):
            if called(node) in {"_", "format", "join", "str", "say"} or isinstance(node, ast.JoinedStr | ast.BinOp):
                yield f"the text is made at the raise: {ast.unparse(part)}"
                break
    for value in values:
        if any(called(node) == "_" for node in ast.walk(value)):
            yield f"a value is translated at the raise: {ast.unparse(value)}"
