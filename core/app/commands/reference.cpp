// portalctl reference: is this payment reference right, asked of the same rules that plugins use. Needs no settings and no database.
#include "app/commands/context.h"

#include <portal/references/schemes.hpp>

#include <iostream>

namespace portal::app {

namespace {

namespace references = sdk::references;

references::Scheme const& scheme_named(std::string const& name)
{
    if (auto const* const found = references::find_scheme(name))
        return *found;
    std::string known;
    for (auto const& scheme : references::schemes())
        known += (known.empty() ? "" : ", ") + std::string { scheme.name };
    throw SettingsError("there is no scheme \"" + name + "\"; known are " + known);
}

void check(Context& context, std::string const& name, std::string const& typed)
{
    auto const& scheme = scheme_named(name);
    try {
        std::cout << scheme.normalise(typed) << '\n';
    } catch (sdk::Rejected const& refusal) {
        std::cerr << "portalctl: not a right reference of " << scheme.name << " (" << scheme.title << "): " << refusal.what() << '\n';
        context.exit_code = problems_in_data;
    }
}

std::string scheme_help()
{
    std::vector<std::vector<std::string>> rows;
    for (auto const& scheme : references::schemes())
        rows.push_back({ "  " + std::string { scheme.name }, std::string { scheme.title } });
    return "Schemes:\n" + table(rows);
}

}

void add_reference(CLI::App& program, Context& context)
{
    auto* const reference = program.add_subcommand("reference", "Payment references of the world")->require_subcommand(1);
    auto* const checked = reference->add_subcommand("check", "Prints the canonical form, or says what is wrong (exit code 1)")->footer(scheme_help());
    auto const name = std::make_shared<std::string>();
    auto const typed = std::make_shared<std::string>();
    checked->add_option("SCHEME", *name, "one of those below")->required();
    checked->add_option("REFERENCE", *typed, "as it was typed, in quotes")->required();
    checked->callback([&context, name, typed] { check(context, *name, *typed); });
}

}
