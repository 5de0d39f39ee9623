// e-SLOG 1.6 and 1.6.1, the "simple invoice" (eSLOG_1-6_EnostavniRacun.xsd, GZS), of which archives are full. It is older than EN 16931:
// - a line's amount 203 is quantity times price; its allowances come off afterwards, and its VAT base (125) is what EN 16931 calls net;
// - allowances are those of lines, so the sum of the lines is amount 79 less amount 53;
// - a line says its rate of VAT and no category: a rate is S, no VAT at all is O, zero is Z.
#pragma once

#include <portal/e_invoice/eslog16_totals.hpp>

#include <algorithm>

namespace portal::sdk::e_invoice {

class Eslog16 {
public:
    // Of a Racun. RowError: a number or date that is none.
    static Invoice read(XmlElement element)
    {
        Invoice invoice;
        invoice.number = element["GlavaRacuna/StevilkaRacuna"];
        invoice.type = element["GlavaRacuna/VrstaRacuna"];
        invoice.function = element["GlavaRacuna/FunkcijaRacuna"];
        invoice.payment = payment_of_eslog(element["GlavaRacuna/NacinPlacila"]);
        invoice.purpose = element["GlavaRacuna/KodaNamena"];
        invoice.currency = element["Valuta/KodaValute"];
        dates(element, invoice);
        for (auto const document : element.children("ReferencniDokumenti")) {
            auto const kind = document.attribute("VrstaDokumenta");
            if (kind == "OI" || kind == "IV")
                invoice.add_preceding({ std::string { document["StevilkaDokumenta"] }, document.date("DatumDokumenta") });
            else if (kind == "ATS")
                invoice.object = document["StevilkaDokumenta"];
            else if (kind == "CT")
                invoice.contract = document["StevilkaDokumenta"];
            else if (kind == "ON")
                invoice.order = document["StevilkaDokumenta"];
        }
        for (auto const text : element.children("PoljubnoBesedilo"))
            for (auto const* kind : { "GLAVA_TEKST", "DODATNI_TEKST", "NOGA_TEKST" })
                if (text["Besedilo/Tekst1"] == kind)
                    invoice.add_note(joined(text.find("Besedilo"), 70));
        parties(element, invoice);
        for (auto const one : element.children("PostavkeRacuna"))
            if (!is_heading(one))
                invoice.lines.push_back(line(one));
        Eslog16Totals { element, invoice }.read();
        return invoice;
    }

private:
    static void dates(XmlElement element, Invoice& invoice)
    {
        for (auto const one : element.children("DatumiRacuna")) {
            auto const kind = one["VrstaDatuma"];
            auto const date = one.date("DatumRacuna");
            if (kind == "137")
                invoice.issued = date;
            else if (kind == "35")
                invoice.delivered = date;
            else if (kind == "131")
                invoice.tax_point = date;
            else if (kind == "167" || (kind == "263" && !invoice.period.from.ok())) // the period comes as two dates of one kind
                invoice.period.from = date;
            else if (kind == "168" || kind == "263")
                invoice.period.to = date;
        }
        for (auto const terms : element.children("PlacilniPogoji"))
            if (!invoice.due.ok())
                invoice.due = Eslog16Totals::with_code(terms, "PlacilniRoki", "VrstaDatumaPlacilnegaRoka", "13").date("Datum");
    }

    static std::size_t characters(std::string_view text)
    {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    }
    // Texts are cut after 35 signs, notes after 70: a piece of just that length goes on in the next one, within a word or not.
    static std::string joined(XmlElement element, std::size_t cut = 35)
    {
        std::string whole;
        std::size_t last = 0;
        for (auto const piece : element.children()) {
            // A code beside the text: of the item, and what kind of note it is.
            if (piece.name() == "VrstaArtikla" || piece.name() == "Tekst1")
                continue;
            (whole += whole.empty() || last >= cut || piece.text().empty() ? "" : " ") += piece.text();
            last = characters(piece.text());
        }
        return whole;
    }

    static void parties(XmlElement element, Invoice& invoice)
    {
        for (auto const one : element.children("PodatkiPodjetja")) {
            auto const name = one.find("NazivNaslovPodjetja");
            auto const role = name["VrstaPartnerja"];
            Party party { std::string { reference(one, "IT") }, joined(name.find("NazivPartnerja")), {}, std::string { reference(one, "VA") },
                { joined(name.find("Ulica")), {}, std::string { name["PostnaStevilka"] }, std::string { name["Kraj"] }, std::string { name["KodaDrzave"] } } };
            if (role == "II" || (role == "SE" && invoice.seller.name.empty())) {
                invoice.seller = std::move(party);
                for (auto const account : one.children("FinancniPodatkiPodjetja"))
                    invoice.add_account({ std::string { account["BancniRacun/StevilkaBancnegaRacuna"] }, {}, std::string { account["BancniRacun/BIC"] } });
            } else if (role == "BY" || (role == "IV" && invoice.buyer.name.empty()))
                invoice.buyer = std::move(party);
            else if (role == "DP")
                invoice.delivered_to = std::move(party);
        }
    }
    static std::string_view reference(XmlElement party, std::string_view kind)
    {
        return Eslog16Totals::with_code(party, "ReferencniPodatkiPodjetja", "VrstaPodatkaPodjetja", kind)["PodatekPodjetja"];
    }

    // A line that is only a heading has a text and no amounts.
    static bool is_heading(XmlElement line)
    {
        for (auto const text : line.children("OpisiArtiklov"))
            if (text["OpisArtikla/OpisArtikla1"] == "OZNAKA_POSTAVKE" && text["OpisArtikla/OpisArtikla2"] == "opisna")
                return true;
        return false;
    }

    static Line line(XmlElement element)
    {
        Line line;
        line.id = element["Postavka/StevilkaVrstice"];
        // Texts with a code describe the item, those without are names with their values.
        for (auto const text : element.children("OpisiArtiklov")) {
            if (text["KodaOpisaArtikla"].empty())
                line.attributes.push_back({ std::string { text["OpisArtikla/OpisArtikla1"] }, std::string { text["OpisArtikla/OpisArtikla2"] } });
            else if (line.name.empty())
                line.name = joined(text.find("OpisArtikla"));
        }
        std::erase_if(line.attributes, [](Attribute const& one) { return one.name == "OZNAKA_POSTAVKE"; });
        line.item = Eslog16Totals::with_code(element, "DodatnaIdentifikacijaArtikla", "VrstaKodeArtiklaDodatna", "SA")["StevilkaArtiklaDodatna"];
        line.quantity = element.decimal("KolicinaArtikla/Kolicina");
        line.unit = element["KolicinaArtikla/EnotaMere"];
        line.price = element.decimal("CenaPostavke/Cena");
        line.note = element["ObdobjeDobave"];
        line.vat_percent = element.decimal("DavkiPostavke/DavkiNaPostavki/OdstotekDavkaPostavke");
        line.vat_category = Eslog16Totals::category(!element["DavkiPostavke/DavkiNaPostavki/VrstaDavkaPostavke"].empty(), line.vat_percent);
        for (auto const document : element.children("ReferencniDokumentiPostavke"))
            if (document.attribute("VrstaDokumentaPostavke") == "AVE" || document.attribute("VrstaDokumenta") == "AVE"
                || document["VrstaDokumentaPostavke"] == "AVE")
                line.object = document["StevilkaDokumentaPostavke"];
        Exact allowances;
        for (auto const one : element.children("OdstotkiPostavk")) {
            AllowanceOrCharge read;
            read.is_charge = one["Identifikator"] == "C";
            read.amount = one.decimal("ZnesekOdstotka");
            read.percent = one.decimal("OdstotekPostavke");
            if (read.amount.value == 0)
                continue;
            allowances += read.is_charge ? Exact {} - read.amount : Exact { read.amount };
            line.allowances.push_back(read);
        }
        line.net = Eslog16Totals::amount(element.find("DavkiPostavke"), "ZneskiDavkovPostavke", "VrstaZneskaDavkaPostavke", "125", "Znesek");
        if (line.net.scale < 0)
            line.net = (Exact { Eslog16Totals::amount(element, "ZneskiPostavke", "VrstaZneskaPostavke", "203", "ZnesekPostavke") } - allowances).decimal();
        return line;
    }
};

}
