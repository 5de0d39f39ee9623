// An electronic invoice in the terms of EN 16931, whatever it was written in. BT-... are that standard's names, NBT-... those that e-SLOG
// adds. What the invoice does not say is empty, and a Decimal or Date is not given. Amounts are those that are written: a credit note's are
// positive, and nothing is computed.
#pragma once

#include <portal/e_invoice/parts.hpp>
#include <portal/e_invoice/payment.hpp>

namespace portal::sdk::e_invoice {

// BG-22
struct Totals {
    Decimal lines; // BT-106
    Decimal allowances, charges; // BT-107, BT-108
    Decimal net; // BT-109
    Decimal vat, vat_in_tax_currency; // BT-110, BT-111
    Decimal total; // BT-112
    Decimal prepaid, rounding; // BT-113, BT-114
    Decimal payable; // BT-115
};

struct Preceding {
    std::string number; // BT-25
    Date issued {}; // BT-26
};

// What is to be paid beside the invoice's total: another's claim (BG-DEX-09 of XRechnung's extension), or late interest (e-SLOG 1.6).
struct Extra {
    std::string kind, description; // BT-DEX-001, BT-DEX-003
    Decimal amount; // BT-DEX-002
};

struct Invoice {
    std::string_view syntax; // "cii": the same rules have other names there in places
    std::string customization; // BT-24, which rules it follows
    std::string number; // BT-1
    std::string type; // BT-3, a code of UNTDID 1001: 380
    std::string function; // e-SLOG's, a code of UN/EDIFACT 1225: 9 original, 7 duplicate, 31 copy, 1 cancellation
    std::vector<Preceding> preceding; // BG-3
    Date issued {}, due {}, tax_point {}; // BT-2, BT-9, BT-7
    Period period; // BG-14
    std::string currency, tax_currency; // BT-5, BT-6
    std::vector<std::string> notes; // BT-22
    std::string terms; // BT-20
    std::string buyer_reference; // BT-10
    std::string contract, order; // BT-12, BT-13
    std::string object; // BT-18, for example a metering point
    Party seller, buyer, delivered_to;
    std::string payee; // BT-59, where it is not the seller
    Date delivered {}; // BT-72
    Payment payment = Payment::unsaid; // NBT-041, or what BT-81 says about it
    std::string payment_means, payment_reference; // BT-81, BT-83
    std::vector<Account> accounts; // BG-17
    DirectDebit direct_debit;
    std::string purpose; // NBT-042, four letters: ELEC
    std::vector<Line> lines;
    std::vector<AllowanceOrCharge> allowances;
    std::vector<VatSum> vat;
    Totals totals;
    std::vector<Extra> extras;

    // What says nothing is left out.
    void add_note(std::string text)
    {
        if (!text.empty())
            notes.push_back(std::move(text));
    }
    void add_preceding(Preceding one)
    {
        if (!one.number.empty())
            preceding.push_back(std::move(one));
    }
    void add_account(Account one)
    {
        std::erase(one.iban, ' ');
        if (!one.iban.empty())
            accounts.push_back(std::move(one));
    }

    // The first of each, where there is room for one; empty when there is none.
    std::string note() const { return notes.empty() ? std::string {} : notes.front(); }
    Preceding corrects() const { return preceding.empty() ? Preceding {} : preceding.front(); }
    Account account() const { return accounts.empty() ? Account {} : accounts.front(); }

    // XRechnung's extension, whose rules take the place of some of EN 16931.
    bool is_xrechnung_extension() const { return customization.find(":kosit:extension:xrechnung") != std::string::npos; }

    // The types of UNTDID 1001 that mean a credit note.
    bool is_credit_note() const
    {
        for (std::string_view const code : { "381", "396", "81", "83", "261", "262", "296", "308", "420", "458", "532" })
            if (type == code)
                return true;
        return false;
    }
    bool is_advance() const { return type == "386"; }
    // It takes the place of the invoice that it names, or cancels it. Any other may name one, too: BT-25 also tells partial and advance invoices.
    bool is_corrected() const { return type == "384"; }
    // A credit note; or an invoice of any type whose total is negative and which names the one whose amount it gives back. What was paid before may make
    // the amount due negative, too, and gives nothing back.
    bool gives_back() const { return is_credit_note() || (totals.total.value < 0 && !preceding.empty()); }
    // What it names is not only the invoice before it.
    bool is_correcting() const { return gives_back() || is_corrected(); }
    // As the portal calls it: "invoice", "advance" or "credit_note".
    char const* kind() const { return gives_back() ? "credit_note" : is_advance() ? "advance" : "invoice"; }
};

}
