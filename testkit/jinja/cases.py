"""What Jinja makes of templates: engine/src/test/resources/jinja/cases.json, by which ours is judged.

usage: cases.py OUT   (needs jinja2 from PyPI; 3.1.6 made the file)

Jinja runs as transformers runs it: sandboxed, blocks trimmed, loop controls, the block "generation".
Templates are those below and random ones of a fixed seed; "rendered" is null where Jinja refuses one.
"""
import copy, json, random, sys, warnings
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

CHATS = [
    [{"role": "system", "content": "You are brief. /no_think"}, {"role": "user", "content": " Where does the road run? \n"}],
    [{"role": "user", "content": "hi <b>"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nhello 'x' {{ y }} "}, {"role": "user", "content": "bye"}],
    [{"role": "user", "content": "h\u00e9llo \u673a\u5668"}, {"role": "assistant", "content": "\n\nyes\n"}, {"role": "user", "content": "last\n"}],
]

WRITTEN = [
    '{% if not x is defined %}a{% else %}b{% endif %}',
    '{% set add = true %}{% if not add is defined %}a{% else %}b{% endif %}',
    '{% if not messages is none %}a{% else %}b{% endif %}',
    '{% if not messages[0].foo is defined and messages %}a{% else %}b{% endif %}',
    '{% if not (messages is defined) %}a{% else %}b{% endif %}',
    '{% if messages is not defined %}a{% else %}b{% endif %}',
    '{{ not add_generation_prompt is defined }}',
    "{% if not messages[0].role == 'system' %}a{% else %}b{% endif %}",
    "{% if not 'x' in messages[0] %}a{% else %}b{% endif %}",
    "{% if 'x' not in messages[0] %}a{% else %}b{% endif %}",
    "{% if not messages[0]['role'] == 'user' and loop is not defined %}a{% else %}b{% endif %}",
    '{% if not add_generation_prompt or messages %}a{% else %}b{% endif %}',
    "{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ loop.last }}{{ m.content }}{% endfor %}",
    '{% for m in messages if not loop.first %}{{ m.content }}{% endfor %}',
    "{% set x = dict(a=1, b=[1,2,3]) %}{{ x.b | map('string') | join('-') }}",
    '{{ 7 // 2 }}',
    '{{ 7 % 3 }}',
    '{{ 2 ** 5 }}',
    "{{ 'ab' * 3 }}",
    '{{ [1,2] + [3] }}',
    '{{ 1.0 }}',
    '{{ 3 / 2 }}',
    '{{ 4 / 2 }}',
    '{{ true }}{{ false }}{{ none }}',
    '{{ True }}{{ False }}{{ None }}',
    "{{ {'a': none, 'b': true} }}",
    '{{ messages[0] }}',
    "{{ messages | map(attribute='role') | list | tojson }}",
    '{{ messages | tojson }}',
    '{{ messages[0] | tojson(indent=2) }}',
    '{{ \'é <b> "q"\' | tojson }}',
    "{{ 'a\\nb' | tojson }}",
    "{{ 'x' | upper }}{{ 'X' | lower }}",
    "{{ '  s ' | trim }}",
    '{{ 3.7 | int }}',
    "{{ '7' | int + 1 }}",
    '{% for i in range(3) -%} {{ i }}{% if not loop.last %}, {% endif %}{% endfor %}',
    '{% for i in range(1, 7, 2) %}{{ i }}{% endfor %}',
    "{% set ns = namespace(found=false) %}{% for m in messages %}{% if not ns.found and m.role == 'user' %}{{ loop.length }}{% set ns.found = true %}{% endif %}{% endfor %}",
    "{{ messages[0].get('content', 'none') }}",
    "{{ messages[0].get('foo', 'none') }}",
    "{{ messages[0].get('foo') }}",
    '{{ messages | first == messages[0] }}',
    '{{ (messages | last).role }}',
    "{{ 'a' if messages is iterable and messages is not string }}",
    "{{ messages is sequence }}{{ messages[0] is mapping }}{{ 'a' is string }}{{ 1 is number }}{{ 1 is integer }}{{ 1.5 is float }}{{ none is none }}{{ true is boolean }}{{ true is true }}",
    "{{ 'content' in messages[0] }}",
    '{{ messages[0].foo is defined }}',
    "{{ 'abc'[1:] }}",
    "{{ 'abc'[-1] }}",
    "{{ 'abc'[::-1] }}",
    "{{ 'abc'[0] }}",
    "{{ 'abcdef'[2:4] }}",
    "{{ 'abcdef'[:-2] }}",
    "{{ 'a,b' | replace(',', ';') }}",
    '{{ [3,1,2] | sort }}',
    '{{ [1,1,2] | unique | list }}',
    "{{ messages | length > 1 and 'many' or 'few' }}",
    "{{ '%s-%d' | format('a', 3) }}",
    '{{ "x" ~ 1 ~ none }}',
    "{{ 'x' ~ true }}",
    "{{ 'Hello'.find('l') }}",
    "{{ 'Hello'.count('l') }}",
    "{{ 'Hello'.index('l') }}",
    "{{ 'a b'.upper().split(' ') }}",
    "{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith('bc') }}",
    "{{ 'abc'.startswith(('x','ab')) }}",
    "{{ 'x'.join(['a','b']) }}",
    "{{ '  x'.lstrip() }}|{{ 'x  '.rstrip() }}|{{ 'xxaxx'.strip('x') }}",
    "{{ ['a','b'] | join(', ') }}",
    "{{ 'abc' | first }}{{ 'abc' | last }}",
    "{{ {'a':1,'b':2} | items | list }}",
    "{% for k, v in {'a':1,'b':2} | items %}{{ k }}{{ v }}{% endfor %}",
    "{% for k, v in {'b':1,'a':2} | dictsort %}{{ k }}{{ v }}{% endfor %}",
    "{% for k in {'b':1,'a':2} %}{{ k }}{% endfor %}",
    "{% for k in {'b':1,'a':2}.keys() %}{{ k }}{% endfor %}{% for v in {'b':1,'a':2}.values() %}{{ v }}{% endfor %}",
    '{{ 10 | string }}',
    "{{ 'ab' in 'cab' }}",
    '{{ not false }}',
    '{{ 1 if false }}',
    "{{ undefined_thing | default('d') }}",
    "{{ '' | default('d', true) }}",
    "{{ none | default('d') }}",
    "{{ messages | rejectattr('role','equalto','user') | list | length }}",
    "{{ messages | selectattr('role','==','user') | map(attribute='content') | join('|') }}",
    "{{ messages | selectattr('tool_calls', 'defined') | list | length }}",
    '{{ [1, none, 2] | select | list }}',
    "{{ ['a','b'] | select('equalto', 'a') | list }}",
    "{{ ['a','b'] | reject('equalto', 'a') | list }}",
    "{{ 'a\\nb' | indent(2) }}",
    '{{ [1,2,3] | sum }}',
    '{{ [1,2,3] | max }}',
    '{{ [1,2,3][:-1] }}',
    '{{ (1,2)[0] }}',
    '{{ "it\'s" }}',
    "{{ [none, 'a', true, 1.5] }}",
    '{{ -3 | abs }}',
    "{{ 'hello world' | title }}{{ 'hELLO' | capitalize }}",
    "{{ 'a' < 'b' }}{{ 1 == 1.0 }}{{ '1' == 1 }}",
    '{{ undefined_thing }}|{{ undefined_thing is undefined }}',
    "{{ messages[0]['foo'] }}",
    '{{ messages[5] is defined }}',
    '{{ (messages | length) % 2 == 1 }}',
    "{{ messages[-1]['role'] == 'user' and 'u' or 'n' }}",
    "{% set c = messages[0].content %}{% set c = c ~ '!' %}{{ c }}",
    '{% for m in messages %}{% set last = m.role %}{% endfor %}{{ last is defined }}',
    '{% set a, b = 1, 2 %}{{ a }}{{ b }}',
    '{% set t %}block {{ 1 }}{% endset %}{{ t }}',
    '{% filter upper %}abc{% endfilter %}',
    '{% with q = 3 %}{{ q }}{% endwith %}',
    '{% raw %}{{ x }}{% endraw %}',
    '{# comment #}x{#- another -#} y',
    '{% macro f(x, y=2) %}[{{ x }}{{ y }}]{% endmacro %}{{ f(1) }}{{ f(1, y=3) }}',
    '{% macro f(m) %}{% for x in m %}{{ x }}{% endfor %}{% endmacro %}{{ f([1,2]) }}',
    '{% for m in messages %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.previtem.role if not loop.first }}{{ loop.nextitem.role if not loop.last }}{% endfor %}',
    "{% for m in messages %}{{ loop.cycle('a','b') }}{% endfor %}",
    "{% for m in messages %}{% if m.role == 'assistant' %}{% continue %}{% endif %}{{ m.role }}{% endfor %}",
    '{% for m in messages | reverse %}{{ m.role }}{% endfor %}',
    '{% for m in messages[1:] %}{{ m.role }}{% endfor %}',
    '{% for m in messages[:1] %}{{ m.role }}{% endfor %}',
    '{% for m in messages[:-1] %}{{ m.role }}{% endfor %}',
    '{% if messages[0].role == "system" -%} S {%- else -%} N {%- endif %} end',
    '{%- if true %}   x   {%- endif -%}   y',
    "{{- '  a' -}}   b",
    '  {% if true %}\n  indented\n  {% endif %}',
    "{{ messages[0]['content'] if messages[0]['role'] == 'system' else 'none' }}",
    "{{ 'a' if false else 'b' if false else 'c' }}",
    "{{ (messages[0].content | trim).split(' ')[0] }}",
    '{{ messages[0].content.split() | length }}',
    "{{ messages[0]['content'] | length }}",
    "{{ 'a-b'.replace('-', '+').upper() }}",
    '{{ "a" + 1|string }}',
    "{{ 'a' + 'b' ~ 'c' }}",
    '{{ 1 + 2 * 3 - 4 }}',
    '{{ 5 > 3 > 1 }}',
    '{{ 1 < 2 and 2 < 3 }}',
    "{{ 'x' * messages|length }}",
    '{{ [m.role for m in messages] if false }}',
    "{{ messages[0].content is string and messages[0].content != '' }}",
    '{{ messages is not none and messages|length > 0 }}',
    '{{ not messages }}',
    '{{ not not messages }}',
    "{{ messages and 'yes' }}",
    "{{ '' or 'alt' }}",
    "{{ none or 'alt' }}",
    '{{ 0 or 5 }}',
    "{{ 'a' and 'b' }}",
    "{{ [] or 'e' }}",
    '{{ {} | length }}',
    '{{ namespace(a=1).a }}',
    "{% set ns = namespace(l=[]) %}{% for m in messages %}{% set ns.l = ns.l + [m.role] %}{% endfor %}{{ ns.l | join(',') }}",
    "{% set ns = namespace(s='') %}{% for m in messages %}{% set ns.s = ns.s ~ m.role %}{% endfor %}{{ ns.s }}",
    "{{ 'a\\\\b' }}",
    '{{ "tab\\there" }}',
    "{{ 'uni\\u00e9' }}",
    '{{ \'<|x|>\' + "\\n" }}z',
    "{{ 'abc' | list }}",
    '{{ 1234567 }}',
    '{{ 12345678901234 }}',
    '{{ 0.1 + 0.2 }}',
    '{{ 1e3 }}',
    "{{ 'abc' is in ['abc'] }}",
    "{{ 'abc' in ['abc', 'd'] }}",
    "{{ 'é'.upper() }}",
    "{{ 'a' 'b' }}",
    '{{ messages[0].items() | list | length }}',
    '{{ messages[0].keys() | list | length }}',
    "{{ 'abc' | replace('b', '') | upper }}",
    "{{ 'x\\n' }}y",
    "{{ {'a': {'b': 1}}['a']['b'] }}{{ {'a': {'b': 1}}.a.b }}",
    "{{ [[1,2],[3,4]] | map('first') | list }}",
    "{{ messages | map(attribute='content') | map('length') | list }}",
    "{{ 'abc' is lower }}",
    '{{ 3 is odd }}{{ 4 is even }}{{ 9 is divisibleby 3 }}{{ 9 is divisibleby(3) }}',
    "{{ 'a' is eq 'a' }}{{ 'a' is sameas 'a' }}",
    "{{ 'a,b;c'.split(',')[1].split(';')[0] }}",
    "{{ 'a/b/c'.rsplit('/', 1)[0] }}",
    "{{ 'a:b'.partition(':')[2] }}",
    "{{ 'abc'.removeprefix('a') }}",
    "{{ 'x'.isdigit() }}{{ '12'.isdigit() }}",
    "{{ '{} is {}'.format('a', 'b') }}",
    "{{ '%s is %s' % ('a', 'b') }}",
    '{{ range(3) | list }}',
    '{{ (1, 2) }}',
    "{{ ['a'] }}",
    '{{ "\'" ~ \'"\' }}',
    '{{ messages[0].content[:3] }}',
    '{{ messages[0].content[-3:] }}',
    '{% if messages[0].content is defined and messages[0].content is not none and messages[0].content | length > 0 %}ok{% endif %}',
    "{% if messages[0]['role'] in ['user', 'system'] %}in{% endif %}",
    "{% if (messages[0]['role'] == 'user') != (0 % 2 == 0) %}x{% else %}y{% endif %}",
    "{% if messages|length > 1 and messages[1].role == 'assistant' or false %}x{% else %}y{% endif %}",
    "{% if messages[0].role == 'user' %}u{% elif messages[0].role == 'system' %}s{% else %}o{% endif %}",
    "{% set x = [] %}{% for m in messages %}{% set _ = x.append(m.role) %}{% endfor %}{{ x | join(',') }}",
    '{% set x = [] %}{{ x.append(1) }}{{ x }}',
    "{% set x = {'a': 1} %}{% set _ = x.update({'b': 2}) %}{{ x | length }}",
    '{% do messages %}x',
    '{% set tools = tools if tools is defined else none %}{{ tools is none }}',
    '{% set tools = tools | default(none) %}{{ tools is none }}',
    "{% set sys = messages[0].content if messages[0].role == 'system' else '' %}{{ sys }}|",
    "{{ messages[0].role|upper + ':' }}",
    "{{ '\\n' ~ messages | length }}",
    "{% for m in messages %}{{ '' if loop.first else '|' }}{{ m.role }}{% endfor %}",
    '{% for m in messages -%}\n  {{ m.role }}',
    '{%- endfor %}',
    '{% for a in [1,2] %}{% for b in [3,4] %}{{ a }}{{ b }}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}',
    '{% for m in [] %}x{% else %}empty{% endfor %}',
    '{{ messages[0].content.strip().lower().title() }}',
    '{% call(x) f() %}{% endcall %}',
    '{% if x is defined and x.y %}a{% else %}b{% endif %}',
    '{% if messages[0].tool_calls %}a{% else %}b{% endif %}',
    '{% if messages[0].tool_calls is defined and messages[0].tool_calls|length > 0 %}a{% else %}b{% endif %}',
    '{% if not messages[0].tool_calls %}a{% else %}b{% endif %}',
    '{{ bos_token }}{{ eos_token }}{{ pad_token is defined }}',
    '{% if messages[0].content is iterable and messages[0].content is not string and messages[0].content is not mapping %}a{% else %}b{% endif %}',
    "{% for chunk in messages[0].content.split(' ') %}[{{ chunk }}]{% endfor %}",
    '{%+ if true %}x{% endif %}',
    '   {%+ if true %}x{% endif %}',
    '{{ messages[0].content | e }}',
    "{{ '<b>' | escape }}",
    "{{ '<b>' | safe }}",
    "{{ messages[0] is mapping and 'role' in messages[0] and messages[0]['role'] is string }}",
    '{{ loop is defined }}',
    '{% set outer = 1 %}{% if true %}{% set outer = 2 %}{% endif %}{{ outer }}',
    '{% set outer = 1 %}{% for i in [1] %}{% set outer = 2 %}{% endfor %}{{ outer }}',
    '{% set ns = namespace(on=true, last=messages|length - 1) %}{{ ns.last }}',
    "{% set ns = namespace(a=1, b='x,y') %}{% set ns.a = ns.a + 1 %}{{ ns.a }}{{ ns.b }}",
    '{% set ns = namespace() %}{% set ns.i = 3 %}{{ ns.i }}',
    '{% generation %}{{ messages[0].content }}{%- endgeneration -%}  !',
    "{{ messages[1].content.split('</think>')[-1].lstrip('\\n') }}",
    "{{ messages[1].content.split('</think>')[0].split('<think>')[-1].strip('\\n') }}",
    '{% for m in messages %}{% if loop.index == 2 %}{% break %}{% endif %}{{ m.role }}{% endfor %}',
    '{% for m in (messages if true else []) %}{{ loop.index }}{% endfor %}',
    "{{ messages[0].name or 'nobody' }}",
    "{{ 'a,b,c'.split(',', 1)[1] }}{{ ' a  b '.split() | join('+') }}",
]


class Generation(Extension):
    """A block that says which part an assistant wrote; rendering ignores it."""
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        return nodes.Scope(parser.parse_statements(["name:endgeneration"], drop_needle=True)).set_lineno(line)


class Random:
    """Templates that make little sense and use everything."""

    NAMES = ["m", "x", "y", "ns.a", "messages[0].content", "loop.index", "none", "true", "'s'", '"d q"', "3", "2.5", "messages", "[1,2]", "{'k': 1}", "u",
             "m.role", "'ab cd'", "''", "0", "messages[1:]", "(1,2)"]
    FILTERS = ["length", "upper", "lower", "trim", "tojson", "list", "first", "last", "string", "title", "capitalize", 'join("-")', 'default("z")', "reverse|list",
               "int", "float", "sort", "unique|list", "abs", "sum", "max", "min", "e", "safe", "indent", 'replace("a","b")', "select|list", 'map("upper")|list',
               "count", "round", "tojson(indent=2)", "items|list", "dictsort"]
    TEXTS = ["messages[0].content", "m.role", '"Ab c"', "x", '"a,b,,c"']
    METHODS = ["upper()", "lower()", "strip()", "split()", 'split(",")', 'split(",", 1)', 'rsplit(",",1)', "title()", "capitalize()", 'startswith("A")',
               'endswith(("c","y"))', 'replace("a","")', 'replace("a","z",1)', 'find("b")', 'count("a")', "lstrip()", 'rstrip("c")', 'join(["p","q"])', "isupper()",
               "islower()", "isalpha()", "isdigit()", "splitlines()", 'partition(",")', 'rpartition(",")', 'removeprefix("A")', 'removesuffix("c")', 'get("role")',
               "items()|list", 'index("b")', "format(1)"]
    CUT = ["messages", "messages[0].content", "m.role", "x", "y", "u"]  # of constants Jinja finds other errors than at run time
    ITEMS = ["0", "-1", "1", "1:", "-2:", ":1", ":-1", "::-1", "::2", "5", '"role"', "1:3", "-5:5", "10:"]
    TESTS = ["defined", "none", "string", "mapping", "iterable", "number", "boolean", "sequence", "integer", "undefined", "true", "false", "odd"]
    LOOPS = ["m in messages", "m in messages[1:]", "x in [1,2,3]", "x, y in {'a':1,'b':2}.items()", "m in messages if m.role == 'user'", "m in []", "x in 'ab'",
             "m in messages|reverse"]
    SPACES = ["", "", " ", "  ", "\n", "\n\n", "  \n", "\n  ", "\t", "a", "b c", " x ", "\n y"]

    def __init__(self, seed):
        self.any = random.Random(seed)

    def one(self, of):
        return self.any.choice(of)

    def value(self, depth=0):
        if depth > 3 or self.any.random() < .28:
            return self.one(self.NAMES)
        a, b, c = (self.value(depth + 1) for _ in range(3))
        return self.one([
            f"({a} + {b})", f"({a} ~ {b})", f"({a} and {b})", f"({a} or {b})", f"{a} == {b}", f"{a} != {b}", f"{a} in {b}", f"{a} not in {b}", f"not {a}", f"{a} < {b}",
            f"({a} if {b} else {c})", f"({a} is {self.one(['', 'not '])}{self.one(self.TESTS)})", f"({a} | {self.one(self.FILTERS)})",
            f"{self.one(self.TEXTS)}.{self.one(self.METHODS)}", f"{self.one(self.CUT)}[{self.one(self.ITEMS)}]", f"({a}).{self.one(['role', 'content', 'k', 'foo'])}",
            f"{a} {self.one(['*', '/', '//', '%', '-', '**'])} {self.one(['2', '3', '1.5', '0'])}", f"-({a})", f"[{a}, {b}]", f"({a}, {b})",
            f"{{'a': {a}, 'b': {b}}}", f"(range({self.one(['3', '1, 4', '5, 0, -2'])})|list)", f"mac({a})"])

    def space(self):
        return self.one(self.SPACES)

    def tag(self, text):
        sign = lambda: self.one(["", "", "-", "-", "+"])
        return "{%" + sign() + " " + text + " " + sign() + "%}"

    def body(self, depth):
        return "".join(self.statement(depth + 1) for _ in range(self.any.randrange(3))) + self.space()

    def statement(self, depth=0):
        kind = self.any.randrange(12)
        if depth > 2 or kind < 4:
            text = "{{" + self.one(["", "-"]) + " " + self.value() + " " + self.one(["", "-"]) + "}}"
        elif kind < 6:
            other = self.tag("elif " + self.value()) + self.body(depth) if self.any.random() < .3 else ""
            other += self.tag("else") + self.body(depth) if self.any.random() < .5 else ""
            text = self.tag("if " + self.value()) + self.body(depth) + other + self.tag("endif")
        elif kind < 8:
            rest = self.tag("continue") if self.any.random() < .1 else ""
            rest += self.tag("else") + self.body(depth) if self.any.random() < .2 else ""
            text = self.tag("for " + self.one(self.LOOPS)) + self.body(depth) + rest + self.tag("endfor")
        elif kind < 10:
            text = self.tag("set " + self.one(["x", "y", "ns.a", "u"]) + " = " + self.value())
        elif kind == 10:
            block, end = self.one([("set y", "endset"), ("filter upper", "endfilter"), ("generation", "endgeneration")])
            text = self.one(["{#- c +#}", "{%- raw -%} {{ x }} {%+ endraw %}", self.tag(block) + self.body(depth) + self.tag(end)])
        else:
            text = self.tag("with x = " + self.value()) + self.body(depth) + self.tag("endwith")
        return self.space() + text + self.space()

    def template(self):
        begin = "{% set ns = namespace(a=1) %}{% macro mac(q, r='d') %}<{{ q }}{{ r }}>{% endmacro %}"
        return begin + "".join(self.statement() for _ in range(self.any.randrange(1, 4)))


def rendered(environment, template, chat):
    try:
        return environment.from_string(template).render(messages=copy.deepcopy(chat), add_generation_prompt=True, bos_token="<s>", eos_token="</s>")
    except Exception:
        return None


def main(out):
    warnings.simplefilter("ignore")
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.filters["tojson"] = lambda value, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
    cases = [dict(template=t, chat=i % 3, rendered=rendered(environment, t, CHATS[i % 3])) for i, t in enumerate(WRITTEN)]
    made = Random(1)
    while len(cases) < len(WRITTEN) + 400:
        template, chat = made.template(), made.any.randrange(3)
        text = rendered(environment, template, CHATS[chat])
        if text is not None and not any(word in text for word in ("object at 0x", "<function", "built-in", "<Macro")):
            cases.append(dict(template=template, chat=chat, rendered=text))
    json.dump(dict(chats=CHATS, cases=cases), open(out, "w"), ensure_ascii=False, indent=1)
    print(len(cases), "cases,", sum(case["rendered"] is None for case in cases), "refused")


if __name__ == "__main__":
    main(sys.argv[1])
