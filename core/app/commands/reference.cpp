// portalctl reference: is this payment reference right, or what it would be, asked of the same rules that plugins use. Needs no settings and no database.
#include "app/commands/context.h"

#include <portal/references/schemes.hpp>

#include <Poco/JSON/Object.h>

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

struct Wanted {
    std::string scheme, text;
    bool json = false;
};

void print_json(references::Scheme const& scheme, std::string const& canonical)
{
    Poco::JSON::Object answer { Poco::JSON_PRESERVE_KEY_ORDER };
    answer.set("scheme", std::string { scheme.name }).set("right", true).set("canonical", canonical).set("display", scheme.display(canonical));
    answer.stringify(std::cout);
    std::cout << '\n';
}

void print_json(references::Scheme const& scheme, sdk::Rejected const& refusal)
{
    Poco::JSON::Object answer { Poco::JSON_PRESERVE_KEY_ORDER };
    answer.set("scheme", std::string { scheme.name }).set("right", false).set("key", refusal.key()).set("problem", std::string { refusal.what() });
    answer.stringify(std::cout);
    std::cout << '\n';
}

// function: what gives the canonical form, of what was typed or of what lacks its check digits.
void answer(Context& context, Wanted const& wanted, std::string (*references::Scheme::*function)(std::string_view), std::string const& refused)
{
    auto const& scheme = scheme_named(wanted.scheme);
    try {
        auto const canonical = (scheme.*function)(wanted.text);
        if (wanted.json)
            print_json(scheme, canonical);
        else
            std::cout << canonical << '\n';
    } catch (sdk::Rejected const& refusal) {
        if (wanted.json)
            print_json(scheme, refusal);
        else
            std::cerr << "portalctl: " << refused << ' ' << scheme.name << " (" << scheme.title << "): " << refusal.what() << '\n';
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
    auto const wanted = std::make_shared<Wanted>();
    auto const add = [&](std::string const& verb, std::string const& help) {
        auto* const added = reference->add_subcommand(verb, help)->footer(scheme_help());
        added->add_option("SCHEME", wanted->scheme, "one of those below")->required();
        added->add_flag("--json", wanted->json, "for scripts");
        return added;
    };
    auto* const check = add("check", "Prints the canonical form, or says what is wrong (exit code 1)");
    check->add_option("REFERENCE", wanted->text, "as it was typed, in quotes")->required();
    check->callback([&context, wanted] { answer(context, *wanted, &references::Scheme::normalise, "not a right reference of"); });
    auto* const make = add("make", "Prints the reference with its check digits");
    make->add_option("PAYLOAD", wanted->text, "the reference without its check digits, in quotes: \"SI05 1-1235-84503\", \"539007547034\" for RF")->required();
    make->callback([&context, wanted] { answer(context, *wanted, &references::Scheme::make, "no reference can be made of"); });
}

}
