// portalctl payments: what came in at the bank, and what the desk says about the rest.
#include "app/commands/context.h"

#include "app/services.h"
#include "features/payments/payments_service.h"
#include "view/texts.h"

#include <Poco/JSON/Object.h>

#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant, payment, bill;
    bool unmatched = false;
    bool json = false;
};

std::string amount_text(Money const& amount) { return amount.decimal_text() + " " + std::string { amount.currency().code() }; }

void print_json(std::vector<payments::KnownPayment> const& all)
{
    char const* between = "";
    std::cout << '[';
    for (auto const& payment : all) {
        Poco::JSON::Object object { Poco::JSON_PRESERVE_KEY_ORDER };
        object.set("id", payment.id).set("outcome", payment.outcome).set("reason", payment.reason).set("booked", date_to_iso(payment.booked));
        object.set("amount", payment.amount.minor()).set("currency", std::string { payment.amount.currency().code() });
        object.set("payer", payment.payer).set("payer_account", payment.payer_account).set("references", payment.references);
        object.set("text", payment.text).set("end_to_end_id", payment.end_to_end_id).set("statement", payment.statement).set("account", payment.account);
        std::cout << std::exchange(between, ",\n");
        object.stringify(std::cout);
    }
    std::cout << "]\n";
}

void print_table(view::Texts const& texts, std::vector<payments::KnownPayment> const& all)
{
    std::vector<std::vector<std::string>> rows { { "payment", "booked", "amount", "payer", "account", "references", "text", "outcome" } };
    for (auto const& payment : all)
        rows.push_back({ payment.id, date_to_iso(payment.booked), amount_text(payment.amount), payment.payer, payment.payer_account, payment.references,
            payment.text, payment.outcome + (payment.reason.empty() ? "" : ": " + texts.get_or(payment.reason, "payment.no_bill")) });
    std::cout << (all.empty() ? "no such payments\n" : table(rows));
}

void list(Context& context, payments::PaymentService const& service, Wanted const& wanted)
{
    auto const scope = TenantScope::assume(context.tenant(wanted.tenant).id);
    std::vector<payments::KnownPayment> all;
    if (wanted.unmatched)
        all = service.unmatched(scope);
    else
        service.each(scope, [&](payments::KnownPayment const& payment) { all.push_back(payment); });
    if (wanted.json)
        print_json(all);
    else
        print_table({ place(context.platform().settings(), "catalogues.path"), "en" }, all);
}

void assign(Context& context, payments::PaymentService& service, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    auto const outcome = service.assign(platform.plugin_versions().target(tenant, platform.calendar().today(tenant)), wanted.payment, wanted.bill);
    if (outcome && outcome->state == imports::State::published) {
        std::cout << "payment " << wanted.payment << " pays bill " << wanted.bill << '\n';
        return;
    }
    std::cerr << "portalctl: "
              << (outcome                                                              ? outcome->message
                         : outcome.refusal() == payments::NotAssigned::unknown_payment ? "there is no payment " + wanted.payment
                         : outcome.refusal() == payments::NotAssigned::is_matched      ? "the payment " + wanted.payment + " pays a bill already"
                                                                                       : "there is no bill " + wanted.bill)
              << '\n';
    context.exit_code = problems_in_data;
}

}

void add_payments(CLI::App& program, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const payments = program.add_subcommand("payments", "What came in at the bank; statements are taken in by portalctl import")->require_subcommand(1);
    auto* const list_verb = payments->add_subcommand("list", "The payments of a utility's bank statements");
    list_verb->add_flag("--unmatched", wanted->unmatched, "only those that fit no bill, for the desk");
    list_verb->add_flag("--json", wanted->json, "for scripts: amounts in minor units");
    auto* const assign_verb = payments->add_subcommand("assign", "Says which bill an unmatched payment pays");
    assign_verb->add_option("PAYMENT", wanted->payment, "its name in the list")->required();
    assign_verb->add_option("BILL", wanted->bill, "the number of the bill")->required();
    for (auto* const verb : { list_verb, assign_verb })
        verb->add_option("--tenant", wanted->tenant, "the utility")->type_name("SLUG")->required();
    payments->callback([=, &context] {
        auto& platform = context.platform();
        imports::ImportService imports { platform.database(), platform.plugins(), platform.keys(), platform.clock() };
        payments::PaymentService service { platform.database(), platform.plugins(), imports };
        if (*list_verb)
            list(context, service, *wanted);
        else
            assign(context, service, *wanted);
    });
}

}
