"""The small world of the corpus: its people, places, things and facts. Written for this corpus; nothing is copied."""

CAP = dict(
    Australia="Canberra",
    Austria="Vienna",
    Brazil="Brasilia",
    Cuba="Havana",
    Denmark="Copenhagen",
    Egypt="Cairo",
    France="Paris",
    Germany="Berlin",
    Hungary="Budapest",
    Iceland="Reykjavik",
    India="Delhi",
    Japan="Tokyo",
    Norway="Oslo",
    Poland="Warsaw",
    Spain="Madrid",
    UK="London",
    Russia="Moscow",
    China="Beijing",
)
LANG = dict(
    Australia="English",
    Austria="German",
    Brazil="Portuguese",
    Cuba="Spanish",
    Denmark="Danish",
    Egypt="Arabic",
    France="French",
    Germany="German",
    Hungary="Hungarian",
    Iceland="Icelandic",
    India="Hindi",
    Japan="Japanese",
    Norway="Norwegian",
    Poland="Polish",
    Spain="Spanish",
    UK="English",
    Russia="Russian",
    China="Chinese",
)
CONT = dict(
    Australia="Oceania", Brazil="America", Cuba="America", Egypt="Africa", India="Asia", Japan="Asia", China="Asia"
)
COUNTRIES = list(CAP)
BOYS = "Tom Ben Carl David Eric Frank George Henry Ivan Jack Leo Max Oscar Peter Sam".split()
GIRLS = "Anna Bella Clara Diana Emma Fiona Grace Helen Iris Julia Kate Lily Maria Nora Rosa".split()
COLOURS = "red blue green yellow black white brown pink grey orange".split()
OBJ = "ball hat cup book box bag kite lamp chair boat coat ring drum clock spoon shoe key pen map coin".split()
FRUIT = "apple pear plum lemon peach grape melon banana orange cherry".split()
ANIMAL = dict(
    dog="woof",
    cat="meow",
    cow="moo",
    duck="quack",
    sheep="baa",
    horse="neigh",
    pig="oink",
    frog="croak",
    lion="roar",
    mouse="squeak",
)
PLACE = "garden kitchen park school market forest river beach library station".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
NUM = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
OPP = [
    ("hot", "cold"),
    ("big", "small"),
    ("tall", "short"),
    ("fast", "slow"),
    ("old", "new"),
    ("dark", "light"),
    ("wet", "dry"),
    ("happy", "sad"),
    ("loud", "quiet"),
    ("full", "empty"),
    ("open", "closed"),
    ("hard", "soft"),
    ("early", "late"),
    ("high", "low"),
    ("rich", "poor"),
    ("clean", "dirty"),
    ("strong", "weak"),
    ("day", "night"),
    ("up", "down"),
    ("left", "right"),
]
OPPM = {a: b for x, y in OPP for a, b in ((x, y), (y, x))}
THINGCOL = dict(
    grass="green",
    snow="white",
    coal="black",
    blood="red",
    sky="blue",
    milk="white",
    lemon="yellow",
    leaf="green",
    night="black",
    sea="blue",
)
WEATHER = "sunny rainy windy cloudy snowy foggy warm cold".split()
JOB = dict(
    baker=("bakes", "bread"),
    farmer=("grows", "corn"),
    teacher=("teaches", "children"),
    painter=("paints", "pictures"),
    driver=("drives", "a bus"),
    writer=("writes", "books"),
    tailor=("makes", "coats"),
    fisher=("catches", "fish"),
    singer=("sings", "songs"),
    builder=("builds", "houses"),
)
TOOL = dict(
    knife=("cut", "bread"),
    broom=("sweep", "the floor"),
    pen=("write", "letters"),
    key=("open", "the door"),
    spoon=("eat", "soup"),
    needle=("sew", "clothes"),
    hammer=("hit", "nails"),
    brush=("paint", "walls"),
    cup=("drink", "tea"),
    net=("catch", "fish"),
)
SENSE = dict(eyes="see", ears="hear", nose="smell", tongue="taste", hands="touch", legs="walk", teeth="chew")
PLURAL = dict(
    cat="cats",
    dog="dogs",
    mouse="mice",
    child="children",
    foot="feet",
    tooth="teeth",
    box="boxes",
    baby="babies",
    leaf="leaves",
    sheep="sheep",
    man="men",
    woman="women",
    apple="apples",
    cherry="cherries",
    fish="fish",
    knife="knives",
)
PAST = dict(
    go="went",
    eat="ate",
    see="saw",
    run="ran",
    sing="sang",
    walk="walked",
    play="played",
    write="wrote",
    buy="bought",
    sleep="slept",
    swim="swam",
    read="read",
    cook="cooked",
    drink="drank",
    find="found",
    make="made",
)
HELLO = dict(
    French="bonjour",
    Spanish="hola",
    German="hallo",
    Danish="hej",
    Polish="witaj",
    Japanese="konnichiwa",
    Portuguese="ola",
    Hungarian="szia",
    Russian="privet",
    Chinese="ni hao",
)
KINDS = dict(
    cat="animal",
    dog="animal",
    horse="animal",
    rose="flower",
    tulip="flower",
    oak="tree",
    pine="tree",
    apple="fruit",
    pear="fruit",
    salmon="fish",
    eagle="bird",
    swan="bird",
    hammer="tool",
    bus="vehicle",
)
SIZE = "ant mouse cat dog sheep pig cow horse elephant whale".split()
LEGS = dict(dog=4, cat=4, cow=4, duck=2, horse=4, frog=4, sheep=4, pig=4)
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
FEEL = [
    ("happy", "smiled"),
    ("sad", "cried"),
    ("angry", "shouted"),
    ("tired", "slept"),
    ("hungry", "ate"),
    ("scared", "ran home"),
]
