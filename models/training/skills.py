"""The 50 skills (grammars) of the corpus, most frequent first. Each takes a seeded random.Random and a document world."""

from words import *


def an(w):
    return ("an " if w[0] in "aeiou" else "a ") + w


def cap(s):
    return s[0].upper() + s[1:]


def lst(x):
    return ", ".join(x[:-1]) + " and " + x[-1] if len(x) > 1 else x[0]


class P:
    def __init__(s, name, girl):
        s.n, s.girl = name, girl
        s.he, s.him, s.his = ("she", "her", "her") if girl else ("he", "him", "his")
        s.He, s.His = cap(s.he), cap(s.his)


class W:
    """document world: a cast that recurs across segments"""

    def __init__(s, r):
        s.r = r
        s.cast = s.fresh(3)

    def fresh(s, n):
        names = s.r.sample([(b, 0) for b in BOYS] + [(g, 1) for g in GIRLS], n)
        return [P(*x) for x in names]

    def people(s, n=1):
        base = s.cast if s.r.random() < 0.75 else s.fresh(3)
        return s.r.sample(base, n)


SKILLS = []


def skill(f):
    SKILLS.append(f)
    return f


def dialog(r, turns):
    """turns = [(human, assistant), ...]"""
    sep = r.choice(["\n\n", "\n\n", "\n", " "])
    return sep.join(f"Human: {h}{sep}Assistant: {a}" for h, a in turns)


@skill  # 1
def story(r, w):
    a, b = w.people(2)
    c, o, p = r.choice(COLOURS), r.choice(OBJ), r.choice(PLACE)
    s = [
        r.choice(
            [
                f"One day {a.n} went to the {p}.",
                f"On {r.choice(DAYS)} {a.n} was at the {p}.",
                f"{a.n} lived near the {p}.",
                f"Once there was a {'girl' if a.girl else 'boy'} named {a.n}.",
            ]
        )
    ]
    s.append(
        r.choice(
            [
                f"{a.He} had {an(c)} {o}.",
                f"{a.He} found {an(c)} {o}.",
                f"{a.n} saw {an(c)} {o} and took it home.",
                f"{a.His} mother gave {a.him} {an(c)} {o}.",
            ]
        )
    )
    f, act = r.choice(FEEL)
    if r.random() < 0.5:
        s.append(
            r.choice(
                [
                    f"It was a {r.choice(WEATHER)} day.",
                    f"The {o} was {r.choice(['very', 'quite', 'so'])} {r.choice(['old', 'new', 'big', 'small', 'light', 'clean'])}.",
                    f"{a.He} loved the {c} {o}.",
                ]
            )
        )
    s.append(r.choice([f"Then {a.he} met {b.n}.", f"{b.n} came to the {p} too.", f"{a.His} friend {b.n} was there."]))
    if r.random() < 0.5:
        s.append(f"{b.n} was {f}, so {b.he} {act}.")
    e = r.randrange(4)
    if e == 0:
        s += [f"{a.n} gave the {o} to {b.n}.", f"{b.He} said thank you.", f"Now {b.n} has the {c} {o}."]
    elif e == 1:
        s += [f"{b.n} wanted the {o}, but {a.n} said no.", f"So {a.n} still has the {c} {o}."]
    elif e == 2:
        s += [f"They played with the {c} {o} all day.", f"At night {a.n} and {b.n} went home."]
    else:
        s += [
            f"{a.n} lost the {o} in the {p}.",
            f"{b.n} helped {a.him} and found the {c} {o}.",
            f"{a.n} was happy and thanked {b.him}.",
        ]
    return " ".join(s)


@skill  # 2
def royals(r, w):
    out = []
    for _ in range(r.randint(1, 3)):
        c = r.choice(COUNTRIES)
        q = r.random() < 0.5
        he, his, him = ("She", "Her", "her") if q else ("He", "His", "him")
        t = "queen" if q else "king"
        name = r.choice(GIRLS if q else BOYS)
        f = [
            f"{he} lives in {CAP[c]}.",
            f"{his} name is {name}.",
            f"The people of {c} love {him}.",
            f"{he} speaks {LANG[c]}.",
            f"{his} {r.choice(['crown', 'palace', 'horse', 'coat'])} is {r.choice(COLOURS)}.",
            f"{he} is the {'wife' if q else 'husband'} of the {'king' if q else 'queen'}.",
            f"{his} {'son is a prince' if r.random() < 0.5 else 'daughter is a princess'}.",
            f"{he} is {r.choice(['old', 'young', 'kind', 'rich', 'wise'])}.",
        ]
        out.append(" ".join([f"{he} is the {t} of {c}."] + r.sample(f, r.randint(0, 4))))
    return " ".join(out)


@skill  # 3
def capitals_qa(r, w):
    s = []
    for _ in range(r.randint(3, 8)):
        c = r.choice(COUNTRIES)
        yes = r.random() < 0.5
        x = CAP[c] if yes else CAP[r.choice([k for k in COUNTRIES if k != c])]
        s.append(f"Is {x} the capital of {c}? {'Yes' if yes else 'No'}.")
    return " ".join(s)


@skill  # 4
def dialog_memory(r, w):
    a = w.people()[0]
    col, ob, an_ = r.choice(COLOURS), r.choice(OBJ), r.choice(list(ANIMAL))
    facts = [
        (f"my name is {a.n}", "What is my name?", f"Your name is {a.n}."),
        (f"I like {col}", "Which colour do I like?", f"You like {col}."),
        (f"I have {an(an_)}", "Which animal do I have?", f"You have {an(an_)}."),
        (f"I lost my {ob}", "What did I lose?", f"You lost your {ob}."),
        (f"I live in {r.choice(list(CAP.values()))}", "Where do I live?", None),
    ]
    facts = [f if f[2] else (f[0], f[1], "You live in " + f[0].split()[-1] + ".") for f in facts]
    k = r.sample(facts, r.randint(2, 3))
    t = [
        (
            r.choice(["Hello, ", "Hi, ", ""]) + lst([x[0] for x in k]) + ".",
            r.choice(["Hello! How can I help?", "Nice to meet you.", "I will remember that.", "Good to know."]),
        )
    ]
    t[0] = (cap(t[0][0]), t[0][1])
    r.shuffle(k)
    t += [(x[1], x[2]) for x in k]
    if r.random() < 0.4:
        t.append((r.choice(["Thank you.", "Thanks!"]), "You are welcome."))
    return dialog(r, t)


@skill  # 5
def list_echo(r, w):
    pool = r.choice([FRUIT, OBJ, COLOURS, list(ANIMAL), list(CAP.values()), COUNTRIES])
    x = r.sample(pool, r.randint(3, 7))
    l = ", ".join(x)
    return r.choice(
        [
            f"Repeat the list: {l}. The list was: {l}.",
            f"List: {l}. Again: {l}.",
            f"Say: {l}. I say: {l}. Once more: {l}.",
        ]
    )


@skill  # 6
def counting(r, w):
    m = r.randrange(4)
    a = r.randint(0, 12)
    n = r.randint(4, 8)
    if m == 0:
        x = [NUM[i] for i in range(a, min(a + n, 21))]
    elif m == 1:
        x = [str(i) for i in range(a, a + n)]
    elif m == 2:
        x = [NUM[i] for i in range(min(a + n, 20), a, -1)]
    else:
        x = [str(2 * i) for i in range(a, a + n)]
    return f"Count{' down' if m == 2 else ' by twos' if m == 3 else ''}: " + ", ".join(x) + "."


@skill  # 7
def colour_qa(r, w):
    o = r.sample(OBJ, r.randint(2, 4))
    c = [r.choice(COLOURS) for _ in o]
    s = [f"The {x} is {y}." for x, y in zip(o, c)]
    for i in r.sample(range(len(o)), r.randint(1, len(o))):
        s.append(f"What colour is the {o[i]}? It is {c[i]}.")
    return " ".join(s)


@skill  # 8
def addition(r, w):
    s = []
    for _ in range(r.randint(3, 6)):
        a, b = r.randint(0, 9), r.randint(0, 9)
        s.append(f"{a} + {b} = {a + b}.")
    return " ".join(s)


@skill  # 9
def country_facts(r, w):
    out = []
    for c in r.sample(COUNTRIES, r.randint(1, 3)):
        f = [
            f"The capital of {c} is {CAP[c]}.",
            f"People in {c} speak {LANG[c]}.",
            f"{c} is in {CONT.get(c, 'Europe')}.",
            f"{CAP[c]} is a big city in {c}.",
        ]
        out.append(" ".join(([f"{c}."] if r.random() < 0.6 else []) + r.sample(f, r.randint(2, 3))))
    return " ".join(out)


@skill  # 10
def opposites(r, w):
    s = []
    for a in r.sample(list(OPPM), r.randint(3, 5)):
        s.append(r.choice([f"The opposite of {a} is {OPPM[a]}.", f"{cap(a)} is not {OPPM[a]}."]))
    return " ".join(s)


@skill  # 11
def days(r, w):
    i = r.randrange(7)
    if r.random() < 0.4:
        return "The days are " + ", ".join(DAYS[(i + j) % 7] for j in range(r.randint(3, 7))) + "."
    return " ".join(
        r.choice(
            [
                f"After {DAYS[j]} comes {DAYS[(j + 1) % 7]}.",
                f"Before {DAYS[j]} comes {DAYS[j - 1]}.",
                f"Today is {DAYS[j]}, so tomorrow is {DAYS[(j + 1) % 7]}.",
            ]
        )
        for j in r.sample(range(7), 3)
    )


@skill  # 12
def pets(r, w):
    a = w.people()[0]
    an_ = r.choice(list(ANIMAL))
    c = r.choice(COLOURS)
    s = [
        r.choice(
            [
                f"{a.n} has {an(an_)}.",
                f"Hello, my {an_} is cute.",
                f"{a.n} got {an(an_)} from {a.his} {'aunt' if r.random() < 0.5 else 'uncle'}.",
            ]
        )
    ]
    my = "my" if s[0].startswith("Hello") else a.his
    i = "I" if my == "my" else a.he
    s.append(f"The {an_} is {c}.")
    s += r.sample(
        [
            f"It says {ANIMAL[an_]}.",
            f"It likes the {r.choice(PLACE)}.",
            f"{cap(i)} love{'' if i == 'I' else 's'} {my} {c} {an_}.",
            f"Every day {i} feed{'' if i == 'I' else 's'} {my} {an_}.",
        ],
        r.randint(2, 3),
    )
    return " ".join(s)


@skill  # 13
def dialog_capitals(r, w):
    cs = r.sample(COUNTRIES, r.randint(2, 4))
    t = [(f"What is the capital of {cs[0]}?", f"The capital of {cs[0]} is {CAP[cs[0]]}.")]
    for c in cs[1:]:
        t.append(
            r.choice(
                [
                    (f"And of {c}?", f"The capital of {c} is {CAP[c]}."),
                    (f"Where is {CAP[c]}?", f"{CAP[c]} is in {c}."),
                    (f"Which language do they speak in {c}?", f"They speak {LANG[c]}."),
                ]
            )
        )
    return dialog(r, t)


@skill  # 14
def months(r, w):
    i = r.randrange(12)
    if r.random() < 0.4:
        return "The months are " + ", ".join(MONTHS[(i + j) % 12] for j in range(r.randint(3, 7))) + "."
    return " ".join(
        r.choice([f"After {MONTHS[j]} comes {MONTHS[(j + 1) % 12]}.", f"Before {MONTHS[j]} comes {MONTHS[j - 1]}."])
        for j in r.sample(range(12), 3)
    )


@skill  # 15
def take_away(r, w):
    a = w.people()[0]
    n = r.randint(3, 12)
    k = r.randint(1, n - 1)
    f = r.choice(["apples", "pears", "coins", "balls", "books", "pens"])
    up = r.random() < 0.4
    k = r.randint(1, 8) if up else k
    m = n + k if up else n - k
    one = lambda q: f[:-1] if q == 1 else f
    return f"{a.n} has {NUM[n]} {f}. {a.He} {'buys ' + NUM[k] + ' more' if up else r.choice(['loses', 'sells', 'gives away']) + ' ' + NUM[k]}. Now {a.he} has {NUM[m]} {one(m)}."


@skill  # 16
def logic(r, w):
    s = []
    for _ in range(r.randint(1, 3)):
        x = r.choice(list(KINDS))
        y = KINDS[x]
        n = r.choice(["Pip", "Rex", "Zed", "Kip", "Dot"])
        z = r.choice(sorted(set(KINDS.values()) - {y}))
        s.append(
            f"Every {x} is {an(y)}. {n} is {an(x)}. "
            + r.choice([f"So {n} is {an(y)}.", f"Is {n} {an(y)}? Yes.", f"Is {n} {an(z)}? No."])
        )
    return " ".join(s)


@skill  # 17
def weather(r, w):
    i = r.randrange(7)
    n = r.randint(3, 5)
    ws = [r.choice(WEATHER) for _ in range(n)]
    s = [f"On {DAYS[(i + j) % 7]} it was {ws[j]}." for j in range(n)]
    j = r.randrange(n)
    s.append(f"How was {DAYS[(i + j) % 7]}? It was {ws[j]}.")
    return " ".join(s)


@skill  # 18
def taller(r, w):
    a, b, c = w.fresh(3)
    k = r.choice([("taller", "tallest", "shortest"), ("older", "oldest", "youngest"), ("faster", "fastest", "slowest")])
    s = f"{a.n} is {k[0]} than {b.n}. {b.n} is {k[0]} than {c.n}. "
    return s + r.choice([f"Who is the {k[1]}? {a.n}.", f"Who is the {k[2]}? {c.n}.", f"So {a.n} is {k[0]} than {c.n}."])


@skill  # 19
def shopping(r, w):
    a = w.people()[0]
    x = [f"{r.choice(COLOURS)} {o}" for o in r.sample(OBJ, r.randint(2, 4))]
    return (
        f"{a.n} went to the market and bought {lst([an(i) for i in x])}. At home {a.he} put the {lst(x)} on the table."
    )


@skill  # 20
def letter(r, w):
    a, b = w.people(2)
    p = r.choice(list(CAP.values()))
    return f"Dear {a.n},\nI am in {p}. It is {r.choice(WEATHER)} here. I bought {an(r.choice(COLOURS))} {r.choice(OBJ)} for you. {r.choice(['See you soon!', 'I miss you.', 'Please write to me.'])}\nLove, {b.n}"


@skill  # 21
def where(r, w):
    ps = w.fresh(3)
    loc = {}
    s = []
    for _ in range(r.randint(3, 6)):
        p = r.choice(ps)
        loc[p.n] = r.choice(PLACE)
        s.append(f"{p.n} {r.choice(['went', 'ran', 'walked'])} to the {loc[p.n]}.")
    for n in r.sample(sorted(loc), min(len(loc), 2)):
        s.append(f"Where is {n}? {n} is in the {loc[n]}.")
    return " ".join(s)


@skill  # 22
def sounds(r, w):
    return " ".join(
        r.choice([f"The {a} says {ANIMAL[a]}.", f"What does the {a} say? {cap(ANIMAL[a])}."])
        for a in r.sample(list(ANIMAL), 3)
    )


@skill  # 23
def plurals(r, w):
    return " ".join(f"One {a}, {NUM[r.randint(2, 9)]} {PLURAL[a]}." for a in r.sample(list(PLURAL), r.randint(3, 4)))


@skill  # 24
def past(r, w):
    a = w.people()[0]
    return " ".join(
        r.choice([f"Today I {v}. Yesterday I {PAST[v]}.", f"Tomorrow {a.n} will {v}. Last week {a.he} {PAST[v]}."])
        for v in r.sample(list(PAST), 3)
    )


@skill  # 25
def recipe(r, w):
    i = r.sample(["flour", "milk", "eggs", "butter", "sugar", "salt", "rice", "water"], 3)
    d = r.choice(["cake", "soup", "pie", "bread"])
    return f"To make {d} you need {lst(i)}. First mix the {i[0]} and the {i[1]}. Then add the {i[2]}. Finally cook the {d} for {NUM[r.randint(5, 20)]} minutes."


@skill  # 26
def reverse(r, w):
    x = r.sample(r.choice([COLOURS, FRUIT, OBJ]), r.randint(3, 4))
    return f"Forward: {', '.join(x)}. Backward: {', '.join(x[::-1])}."


@skill  # 27
def spelling(r, w):
    return " ".join(f"{'-'.join(a)} spells {a}." for a in r.sample(OBJ + list(ANIMAL), 3))


@skill  # 28
def family(r, w):
    a, b = w.people(2)
    p = "mother" if a.girl else "father"
    c = "daughter" if b.girl else "son"
    return f"{a.n} is the {p} of {b.n}. So {b.n} is the {c} of {a.n}. {a.He} has {an(c)} and {b.his} name is {b.n}."


@skill  # 29
def dialog_sums(r, w):
    t = []
    for _ in range(r.randint(2, 3)):
        a, b = r.randint(0, 9), r.randint(0, 9)
        t.append((f"What is {NUM[a]} plus {NUM[b]}?", f"{cap(NUM[a + b])}."))
    return dialog(r, t)


@skill  # 30
def clock(r, w):
    s = []
    for _ in range(2):
        a, b = r.randint(1, 12), r.randint(1, 5)
        s.append(
            f"It is {NUM[a]} o'clock. In {NUM[b]} hour{'s' if b > 1 else ''} it will be {NUM[(a + b - 1) % 12 + 1]} o'clock."
        )
    return " ".join(s)


@skill  # 31
def travel(r, w):
    a = w.people()[0]
    x, y = r.sample(COUNTRIES, 2)
    return (
        f"{a.n} flew from {CAP[x]} to {CAP[y]}. So {a.he} went from {x} to {y}. In {y} {a.he} learned some {LANG[y]}."
    )


@skill  # 32
def jobs(r, w):
    a = w.people()[0]
    j = r.choice(list(JOB))
    v, o = JOB[j]
    return f"{a.n} is {an(j)}. {a.He} {v} {o}. Every {r.choice(DAYS)} {a.he} {v} {o} with {a.his} {r.choice(['friend', 'brother', 'sister'])}."


@skill  # 33
def tools(r, w):
    return " ".join(f"We {TOOL[t][0]} {TOOL[t][1]} with {an(t)}." for t in r.sample(list(TOOL), 3))


@skill  # 34
def senses(r, w):
    return " ".join(
        r.choice([f"We {SENSE[t]} with our {t}.", f"What do we do with our {t}? We {SENSE[t]}."])
        for t in r.sample(list(SENSE), 3)
    )


@skill  # 35
def truth(r, w):
    s = []
    for _ in range(4):
        a, b = r.sample(range(0, 13), 2)
        m = r.random() < 0.5
        s.append(f"{cap(NUM[a])} is {'more' if m else 'less'} than {NUM[b]}. {(a > b) == m}.")
    return " ".join(s)


@skill  # 36
def odd_one(r, w):
    A, B = r.sample([FRUIT, COLOURS[:9], list(ANIMAL), DAYS, COUNTRIES], 2)
    x = r.sample(A, 3)
    o = r.choice(B)
    y = x + [o]
    r.shuffle(y)
    return f"Odd one out: {', '.join(y)}. It is {o}."


@skill  # 37
def alphabet(r, w):
    L = "abcdefghijklmnopqrstuvwxyz"
    i = r.randrange(0, 18)
    return f"The letters are {', '.join(L[i : i + r.randint(5, 8)])}. " + " ".join(
        f"After {L[j]} comes {L[j + 1]}." for j in r.sample(range(25), 2)
    )


@skill  # 38
def times(r, w):
    s = []
    for _ in range(4):
        a, b = r.randint(1, 9), r.randint(1, 5)
        s.append(f"{a} x {b} = {a * b}.")
    return " ".join(s)


@skill  # 39
def verse(r, w):
    x, y = r.choice(
        [("day", "play"), ("tree", "me"), ("hat", "cat"), ("star", "far"), ("boat", "coat"), ("night", "light")]
    )
    a = w.people()[0]
    return f"{a.n} saw a {r.choice(['lovely', 'little', 'happy'])} {x},\nand sang a song for you and {y}.\nOh {x}, oh {x}, said {a.n} to {a.him}self,\nI put my {r.choice(OBJ)} upon the shelf."


@skill  # 40
def biggest(r, w):
    s = []
    for _ in range(3):
        x = r.sample(range(0, 10), 3)
        m = r.random() < 0.5
        s.append(f"The {'biggest' if m else 'smallest'} of {x[0]}, {x[1]}, {x[2]} is {max(x) if m else min(x)}.")
    return " ".join(s)


@skill  # 41
def pattern(r, w):
    k = r.sample(r.choice([COLOURS, FRUIT, list(ANIMAL), ["A", "B", "C", "D", "E"]]), r.randint(2, 3))
    return "Pattern: " + " ".join(k * r.randint(3, 4)) + "."


@skill  # 42
def gifts(r, w):
    a, b, c = w.fresh(3)
    o = r.choice(OBJ)
    p = r.choice([o2 for o2 in OBJ if o2 != o])
    return f"{a.n} had the {o} and {b.n} had the {p}. {a.n} gave the {o} to {c.n}. Who has the {o}? {c.n}. Who has the {p}? {b.n}."


@skill  # 43
def codes(r, w):
    k = r.sample("ABCDEFGH", 3)
    v = [r.randint(10, 99) for _ in k]
    s = [f"The code of box {a} is {b}." for a, b in zip(k, v)]
    return " ".join(s + [f"Box {k[i]}? {v[i]}." for i in r.sample(range(3), 3)])


@skill  # 44
def riddle(r, w):
    s = []
    for a in r.sample(list(LEGS), 2):
        s.append(f"I have {NUM[LEGS[a]]} legs and I say {ANIMAL[a]}. What am I? {cap(an(a))}.")
    return " ".join(s)


@skill  # 45
def count_colours(r, w):
    a, b = r.randint(2, 9), r.randint(2, 9)
    x, y = r.sample(COLOURS, 2)
    o = r.choice(OBJ[:8])
    o += "es" if o == "box" else "s"
    return f"There are {a} {x} {o} and {b} {y} {o}. How many {o} are there? {a + b}. How many {y} {o}? {b}."


@skill  # 46
def day_sums(r, w):
    return " ".join(
        f"{cap(NUM[k])} days after {DAYS[i]} is {DAYS[(i + k) % 7]}."
        for i, k in [(r.randrange(7), r.randint(2, 5)) for _ in range(3)]
    )


@skill  # 47
def numerals(r, w):
    return " ".join(
        r.choice([f"{cap(NUM[i])} is {i}.", f"{i} is {ROMAN[i - 1]}.", f"{ROMAN[i - 1]} is {NUM[i]}."])
        for i in r.sample(range(1, 13), 4)
    )


@skill  # 48
def variables(r, w):
    a, b = r.randint(0, 9), r.randint(0, 9)
    x, y = r.sample("xyzabn", 2)
    return f"{x} = {a}\n{y} = {x} + {b}\nprint({y})\n{a + b}"


@skill  # 49
def greetings(r, w):
    return " ".join(
        r.choice([f"Hello in {k} is {HELLO[k]}.", f"{cap(HELLO[k])} means hello in {k}."])
        for k in r.sample(list(HELLO), 3)
    )


@skill  # 50
def sizes(r, w):
    s = []
    for _ in range(3):
        i, j = r.sample(range(10), 2)
        s.append(f"The {SIZE[i]} is {'bigger' if i > j else 'smaller'} than the {SIZE[j]}.")
    return " ".join(s)
