// What a payment pays. Pure: who asks has looked the bills up.
#pragma once

#include "features/payments/payments.h"
#include "features/payments/reference_rules.h"

#include <map>
#include <span>

namespace portal::payments {

// What a payment names, and which of it has to be there: payers write many numbers into texts, but a structured reference is meant.
struct NamedReferences {
    std::vector<Spellings> structured;
    std::vector<Spellings> invoices; // one for each of the payment's; a number may be a reference, too
    std::vector<Spellings> in_text;
    std::vector<std::string> all() const;
};
NamedReferences named_references(BankPayment const& payment);

// The bills that have a reference, by its canonical spelling, and those that are named by their numbers.
using BillsByReference = std::map<std::string, std::vector<Bill>>;

// A spelling that no reference has.
std::string spelling_of_number(std::string const& number);

// By reference: every bill that is named, in that order, each up to what is open; the last one takes what is left over, and a payment of less
// leaves the last ones open. Bills of one customer under one reference are paid from the oldest on. Not matched when a reference stands for
// several customers, or when money is left over and a structured reference is unknown. Bills that only their numbers name are paid when the amount is what
// is open of them or the payer is called like their customer.
// Else by amount and payer: the only bill whose open amount is just this one and whose customer is called like the payer. `same_amount`: bills
// with this open amount.
Match match(BankPayment const& payment, NamedReferences const& named, BillsByReference const& by_reference, std::span<Bill const> same_amount);

}
