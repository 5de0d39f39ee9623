// How an electronic invoice is to be paid.
#pragma once

#include <string>
#include <string_view>

namespace portal::sdk::e_invoice {

enum class Payment {
    unsaid,
    asked, // by the customer
    direct_debit, // the seller takes it himself
    paid, // before it was sent
    other,
};

// NBT-041 of e-SLOG 2.0 and NacinPlacila of 1.6.
inline Payment payment_of_eslog(std::string_view code)
{
    return code == "0" ? Payment::asked : code == "1" ? Payment::direct_debit : code == "2" ? Payment::paid : code == "3" ? Payment::other : Payment::unsaid;
}
// BT-81, a code of UNTDID 4461: credit transfers and direct debits. Any other does not say who has to do something.
inline Payment payment_of(std::string_view means)
{
    if (means == "49" || means == "59")
        return Payment::direct_debit;
    return means == "30" || means == "31" || means == "42" || means == "58" ? Payment::asked : Payment::unsaid;
}

// BG-17
struct Account {
    std::string iban; // BT-84, without blanks
    std::string name, bic; // BT-85, BT-86
};

// BG-19
struct DirectDebit {
    std::string mandate, creditor, account; // BT-89, BT-90, BT-91
};

}
