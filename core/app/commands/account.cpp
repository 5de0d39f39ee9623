// portalctl account: what the help desk needs when somebody cannot get in.
#include "app/commands/context.h"

#include "app/services.h"

#include <iostream>

namespace portal::app {

namespace {

void no_account(Context& context, std::string const& email)
{
    std::cerr << "portalctl: nobody has an account with the address " << email << "; has the registration been confirmed?\n";
    context.exit_code = problems_in_data;
}

void show(Context& context, std::string const& email)
{
    Services services { context.platform() };
    auto const standing = services.accounts.standing(email);
    if (!standing)
        return no_account(context, email);
    std::cout << "address          " << standing->account.email << "\nlanguage         " << standing->account.language << "\npassword since   "
              << instant_to_iso(standing->account.password_changed) << "\nwrong passwords  " << standing->wrong_passwords << " in the last hour"
              << (standing->is_shut_out ? ": shut out for now; portalctl account unlock lets it in" : "") << '\n';
    for (auto const& session : standing->sessions)
        std::cout << "signed in        " << instant_to_iso(session.started) << ", last seen " << instant_to_iso(session.seen)
                  << (session.device.empty() ? "" : ", " + session.device) << '\n';
}

void unlock(Context& context, std::string const& email)
{
    Services services { context.platform() };
    if (!services.accounts.unlock(email))
        return no_account(context, email);
    std::cout << "wrong passwords are forgotten; " << email << " may sign in or ask for a new password at once\n";
}

}

void add_account(CLI::App& program, Context& context)
{
    auto const email = std::make_shared<std::string>();
    auto* const account = program.add_subcommand("account", "Customers' accounts, for the help desk")->require_subcommand(1);
    auto* const show_verb = account->add_subcommand("show", "Why somebody may not get in");
    auto* const unlock_verb = account->add_subcommand("unlock", "Forgets the mailbox's wrong passwords; what a network may try stays counted");
    for (auto* const verb : { show_verb, unlock_verb })
        verb->add_option("email", *email, "the account's address")->required();
    show_verb->callback([=, &context] { show(context, *email); });
    unlock_verb->callback([=, &context] { unlock(context, *email); });
}

}
