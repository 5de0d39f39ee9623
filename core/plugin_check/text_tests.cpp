// References and security codes: what is accepted has one spelling, and keeps it.
#include "plugin_check/samples.h"
#include "plugin_check/suite.h"

#include <algorithm>

namespace portal::plugin_check {

namespace {

constexpr char const* s_none = "it accepted none of the texts tried; give a DELIVERY with some";

TextFunction function(Library const& library, std::string_view name)
{
    auto const all = text_functions(library);
    return *std::find_if(all.begin(), all.end(), [&](TextFunction const& one) { return name == one.name; });
}

std::string seed_of(Probe const& probe) { return " (seed " + std::to_string(probe.subject().seed) + ")"; }

void is_idempotent(Probe& probe, std::string_view name)
{
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    auto const normalise = function(library, name);
    auto const samples = accepted(instance, normalise);
    if (samples.empty())
        return probe.skip(s_none);
    for (auto const& [typed, canonical] : samples) {
        auto const again = instance.ask(normalise, canonical);
        probe.require(!canonical.empty(), "normalise.empty", "a text, or PORTAL_REJECTED", in_quotes(typed) + " gave an empty text" + seed_of(probe));
        probe.require(again.is_ok() && again.text == canonical, "normalise.not_idempotent", in_quotes(canonical) + " stays as it is",
            in_words(again) + "; typed was " + in_quotes(typed) + seed_of(probe));
        probe.require(instance.ask(normalise, typed).text == canonical, "normalise.not_repeatable", "the same text gives the same answer every time",
            in_quotes(typed) + " gave another answer at the second time" + seed_of(probe));
    }
}

void reference_is_idempotent(Probe& probe) { is_idempotent(probe, "reference.normalise"); }
void code_is_idempotent(Probe& probe) { is_idempotent(probe, "security-code.normalise"); }

void display_can_be_typed_again(Probe& probe)
{
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    auto const normalise = function(library, "reference.normalise");
    auto const display = function(library, "reference.display");
    auto const samples = accepted(instance, normalise);
    if (samples.empty())
        return probe.skip(s_none);
    for (auto const& sample : samples) {
        auto const shown = instance.ask(display, sample.canonical);
        probe.require(shown.is_ok() && !shown.text.empty(), "display.refused", "every canonical reference can be shown",
            in_words(shown) + " for " + in_quotes(sample.canonical) + seed_of(probe));
        if (!shown.is_ok())
            continue;
        auto const back = instance.ask(normalise, shown.text);
        probe.require(back.is_ok() && back.text == sample.canonical, "display.not_typed_again",
            in_quotes(sample.canonical) + " comes back when what is shown is typed", in_words(back) + " for " + in_quotes(shown.text) + seed_of(probe));
    }
}

void customer_is_the_bills(Probe& probe)
{
    Library const library { probe };
    if (!library.reference->customer)
        return probe.skip("it has no such function; the portal looks customers up by bill");
    Instance instance { probe, library, probe.subject().tenant };
    auto const customer = function(library, "reference.customer");
    for (auto const& sample : accepted(instance, function(library, "reference.normalise"))) {
        auto const answer = instance.ask(customer, sample.canonical);
        probe.require(answer.is_ok(), "customer.refused", "a customer's number, or an empty text where references do not name the customer",
            in_words(answer) + " for " + in_quotes(sample.canonical) + seed_of(probe));
    }
    for (auto const& bill : sample_bills(instance)) {
        if (bill.reference.empty())
            continue;
        auto const answer = instance.ask(customer, bill.reference);
        probe.require(!answer.is_ok() || answer.text.empty() || answer.text == bill.customer, "customer.other",
            "the customer of the bill, " + in_quotes(bill.customer), in_words(answer) + " for the bill's reference " + in_quotes(bill.reference));
    }
}

// What stands in the rows is compared with what customers type, so it has to be canonical already.
void rows_hold_canonical_references(Probe& probe)
{
    Library const library { probe };
    if (!library.reference)
        return probe.skip("it does not offer " PORTAL_REFERENCE);
    Instance instance { probe, library, probe.subject().tenant };
    auto const normalise = function(library, "reference.normalise");
    for (auto const& bill : sample_bills(instance)) {
        if (bill.reference.empty())
            continue;
        auto const answer = instance.ask(normalise, bill.reference);
        probe.require(answer.is_ok() && answer.text == bill.reference, "row.reference_not_canonical", "references in rows as normalise gives them",
            in_words(answer) + " for the bill's " + in_quotes(bill.reference));
    }
}

void codes_are_derived(Probe& probe)
{
    Library const library { probe };
    if (!library.code->derive)
        return probe.skip("it has no such function; codes come with the bills");
    Instance instance { probe, library, probe.subject().tenant };
    auto const normalise = function(library, "security-code.normalise");
    auto bills = sample_bills(instance);
    bills.push_back({ "2018-1", "", "1", "", { 2018, 5, 31 }, { 1234, "EUR" } });
    bills.push_back({ std::string(40, '9'), std::string(64, '9'), std::string(40, '9'), "", { 2999, 12, 31 }, { INT64_MIN, "EUR" } });
    bills.push_back({});
    for (auto const& bill : bills) {
        portal_bill const given { sizeof(portal_bill), sdk::to_c(bill.reference), sdk::to_c(bill.customer), sdk::to_c(bill.number), bill.issued, bill.total };
        auto const code = instance.derive(given);
        probe.require(
            instance.derive(given) == code, "derive.not_repeatable", "the same bill gives the same code every time", "another code at the second time");
        // Empty: this bill has none.
        if (!code.is_ok() || code.text.empty())
            continue;
        auto const typed = instance.ask(normalise, code.text);
        probe.require(typed.is_ok() && typed.text == code.text, "derive.not_canonical", "normalise leaves a derived code as it is", in_words(typed));
    }
}

}

std::vector<Test> text_tests()
{
    return {
        { "reference.idempotent", "normalise leaves what it gave as it is", Needs::reference, reference_is_idempotent },
        { "reference.display", "what display shows can be typed again", Needs::reference, display_can_be_typed_again },
        { "reference.customer", "the customer inside a reference is the bill's", Needs::reference, customer_is_the_bills },
        { "reference.rows", "rows hold references as normalise gives them", Needs::delivery, rows_hold_canonical_references },
        { "code.idempotent", "normalise leaves what it gave as it is", Needs::code, code_is_idempotent },
        { "code.derive", "derived codes are canonical and repeatable", Needs::code, codes_are_derived },
    };
}

}
