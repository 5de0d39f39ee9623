// portalctl account: what the help desk needs when somebody cannot get in.
#include "app/commands/context.h"

#include "app/services.h"
#include "features/claims/account_closing.h"

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

void close(Context& context, std::string const& email, bool is_sure)
{
    Services services { context.platform() };
    if (!services.accounts.standing(email))
        return no_account(context, email);
    if (!is_sure) {
        std::cerr << "portalctl: this signs " << email << " out and removes the account for good; say --yes when its owner wants that\n";
        context.exit_code = wrong_usage;
        return;
    }
    auto& platform = context.platform();
    if (auto const& broken = platform.tenants().problems(); !broken.empty())
        throw std::runtime_error("what the account holds of " + broken.front().slug + " cannot be freed while that utility's folder is broken");
    if (!claims::close_account(platform.database(), platform.clock(), platform.tenants(), services.sessions, email))
        return no_account(context, email); // closed meanwhile
    std::cout << "the account is closed; the address may register again\n";
}

}

void add_account(CLI::App& program, Context& context)
{
    auto const email = std::make_shared<std::string>();
    auto* const account = program.add_subcommand("account", "Customers' accounts, for the help desk")->require_subcommand(1);
    auto* const show_verb = account->add_subcommand("show", "Why somebody may not get in");
    auto* const unlock_verb = account->add_subcommand("unlock", "Forgets the mailbox's wrong passwords; what a network may try stays counted");
    auto* const close_verb = account->add_subcommand("close", "Removes an account whose owner asked for it; what it held may be claimed again");
    auto const is_sure = std::make_shared<bool>(false);
    close_verb->add_flag("--yes", *is_sure, "really");
    for (auto* const verb : { show_verb, unlock_verb, close_verb })
        verb->add_option("email", *email, "the account's address")->required();
    show_verb->callback([=, &context] { show(context, *email); });
    close_verb->callback([=, &context] { close(context, *email, *is_sure); });
    unlock_verb->callback([=, &context] { unlock(context, *email); });
}

}
