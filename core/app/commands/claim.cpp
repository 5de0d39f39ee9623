// portalctl claim: a letter code for a customer whose bill's code no longer helps.
#include "app/commands/context.h"

#include "app/services.h"

#include <iostream>

namespace portal::app {

namespace {

void code(Context& context, std::string const& slug, std::string const& customer)
{
    auto const& tenant = context.tenant(slug);
    Services services { context.platform() };
    auto const issued = services.claims.issue_letter(tenant.id, customer);
    if (!issued) {
        std::cerr << "portalctl: " << slug << " has no customer " << customer << '\n';
        context.exit_code = problems_in_data;
        return;
    }
    std::cout << claims::letter_code_text(*issued) << '\n';
    std::cerr << "Hand it out only to the customer " << customer
              << ", on paper or after checking who he is. It is good for 30 days and once; earlier ones no longer are.\n";
}

}

void add_claim(CLI::App& program, Context& context)
{
    auto const slug = std::make_shared<std::string>();
    auto const customer = std::make_shared<std::string>();
    auto* const claim = program.add_subcommand("claim", "Customers who cannot prove their bill")->require_subcommand(1);
    auto* const verb = claim->add_subcommand("code", "Makes a code that the utility hands out by letter, in place of the one on the bill");
    verb->add_option("--tenant", *slug, "the utility")->type_name("SLUG")->required();
    verb->add_option("--customer", *customer, "the customer's number")->type_name("NUMBER")->required();
    verb->callback([=, &context] { code(context, *slug, *customer); });
}

}
