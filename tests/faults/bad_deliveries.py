"""Deliveries that are cut, blown up or damaged."""
import pathlib
import zipfile

MEGABYTE = 1 << 20

LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE lolz [<!ENTITY lol0 "lol">{LAUGHS}]>'


def cut(file, to, bytes_kept):
    to.write_bytes(file.read_bytes()[:bytes_kept])
    return to


def bomb(to, name="racuni.csv"):
    """A few kilobytes that would become 64 MB."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open(name, "w") as entry:
        for _ in range(64):
            entry.write(bytes(MEGABYTE))
    return to


def billion_laughs_invoice(to):
    to.write_text(f'<?xml version="1.0"?>{DOCTYPE}<Invoice xmlns="urn:eslog:2.00"><M_INVOIC Id="data"><S_BGM><C_C106><D_1004>&lol9;</D_1004></C_C106></S_BGM>'
                  "</M_INVOIC></Invoice>", encoding="ascii")
    return to


def billion_laughs_statement(to):
    to.write_text(f'<?xml version="1.0"?>{DOCTYPE}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>&lol9;</Id>'
                  "</Stmt></BkToCstmrStmt></Document>", encoding="ascii")
    return to


def unpacked(bundle, to):
    """Its files in a folder, each with its bytes."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(to)
    return {path: path.read_bytes() for path in sorted(to.iterdir())}


def flip_one_bit(content, chance):
    """The content with one bit of it the other way round, and which one."""
    at, bit = chance.randrange(len(content)), chance.randrange(8)
    flipped = bytearray(content)
    flipped[at] ^= 1 << bit
    return bytes(flipped), f"byte {at}, bit {bit}"


def flipped_copy(content, to, chance):
    flipped, where = flip_one_bit(content, chance)
    pathlib.Path(to).write_bytes(flipped)
    return f"{pathlib.Path(to).name}, {where}"
