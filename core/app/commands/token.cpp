// portalctl token: what a utility's programs show when they call the portal.
#include "app/commands/context.h"

#include "base/text.h"
#include "features/tokens/tokens_service.h"

#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant, name;
    std::vector<std::string> rights;
};

tokens::TokenService service(Context& context)
{
    auto& platform = context.platform();
    return { platform.database(), platform.keys(), platform.clock() };
}

TenantScope scope(Context& context, Wanted const& wanted) { return TenantScope::assume(context.tenant(wanted.tenant).id); }

std::string joined(auto const& words)
{
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : ",") + std::string { word };
    return text;
}

std::string sentence(tokens::Refusal refusal, Wanted const& wanted)
{
    switch (refusal) {
    case tokens::Refusal::bad_name: return "a token's name has 1 to 40 letters and digits, and -._ between them";
    case tokens::Refusal::name_taken: return wanted.tenant + " has a token " + wanted.name + " already; revoke it first, or choose another name";
    case tokens::Refusal::unknown_right: return "--for takes " + joined(tokens::every_right);
    }
    return {};
}

void issue(Context& context, Wanted const& wanted)
{
    auto const token = service(context).issue(scope(context, wanted), wanted.name, wanted.rights);
    if (!token) {
        std::cerr << "portalctl: " << sentence(token.refusal(), wanted) << '\n';
        context.exit_code = token.refusal() == tokens::Refusal::name_taken ? problems_in_data : wrong_usage;
        return;
    }
    std::cout << token->reveal() << '\n';
    std::cerr << "This is shown once. Programs send it as \"Authorization: Bearer TOKEN\"; it is for " << joined(wanted.rights) << " of " << wanted.tenant
              << ".\n";
}

void list(Context& context, Wanted const& wanted)
{
    std::vector<std::vector<std::string>> rows { { "name", "for", "made", "last used" } };
    for (auto const& token : service(context).list(scope(context, wanted)))
        rows.push_back({ token.name, joined(token.rights), instant_to_iso(token.created), token.used ? instant_to_iso(*token.used) : "never" });
    std::cout << (rows.size() == 1 ? "no token\n" : table(rows));
}

void revoke(Context& context, Wanted const& wanted)
{
    if (service(context).revoke(scope(context, wanted), wanted.name)) {
        std::cerr << wanted.name << " is no longer good\n";
        return;
    }
    std::cerr << "portalctl: " << wanted.tenant << " has no token " << wanted.name << "; portalctl token list " << wanted.tenant << " shows them\n";
    context.exit_code = problems_in_data;
}

}

void add_token(CLI::App& program, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    for (auto const right : tokens::every_right)
        wanted->rights.emplace_back(right);
    auto* const token = program.add_subcommand("token", "Access tokens for a utility's own programs")->require_subcommand(1);
    auto* const new_verb = token->add_subcommand("new", "Makes a token and shows it, this once");
    auto* const list_verb = token->add_subcommand("list", "A utility's tokens: what each is for and when it was last used");
    auto* const revoke_verb = token->add_subcommand("revoke", "Ends a token at once");
    for (auto* const verb : { new_verb, list_verb, revoke_verb })
        verb->add_option("tenant", wanted->tenant, "the utility")->type_name("SLUG")->required();
    new_verb->add_option("--name", wanted->name, "what you call it, for example after the program that uses it")->type_name("NAME")->required();
    new_verb->add_option("--for", wanted->rights, "what it is good for: " + joined(tokens::every_right))
        ->type_name("RIGHTS")
        ->delimiter(',')
        ->capture_default_str();
    revoke_verb->add_option("name", wanted->name, "as token list shows it")->type_name("NAME")->required();
    new_verb->callback([=, &context] { issue(context, *wanted); });
    list_verb->callback([=, &context] { list(context, *wanted); });
    revoke_verb->callback([=, &context] { revoke(context, *wanted); });
}

}
