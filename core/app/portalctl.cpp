// The admin's command: schema, tenants, imports, readings, help for customers.
#include "app/commands/context.h"

#include "base/log.h"

#include <iostream>

int main(int count, char** arguments)
{
    using namespace portal::app;
    Context context;
    CLI::App program { "Administers the portal. Exit codes: 0 done, 1 problems in the data, 2 wrong usage, 3 something it needs is missing.", "portalctl" };
    program.add_option("-c,--config", context.config, "settings (config/portal.properties)")->type_name("FILE");
    program.add_option("-D", context.definitions, "one setting, before environment and file")
        ->type_name("KEY=VALUE")
        ->take_all()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    program.add_flag("-v,--verbose", context.verbose, "shows the log's lines, as portald writes them; -D log.level=debug shows more");
    program.require_subcommand(1);
    program.fallthrough();
    add_db(program, context);
    add_tenant(program, context);
    add_check(program, context);
    add_delivery(program, context);
    add_import(program, context);
    add_audit(program, context);
    add_plugin(program, context);
    add_readings(program, context);
    add_token(program, context);
    add_account(program, context);
    add_claim(program, context);
    add_reference(program, context);
    add_payments(program, context);
    try {
        program.parse(count, arguments);
        return context.exit_code;
    } catch (CLI::ParseError const& error) {
        return program.exit(error) == 0 ? done : wrong_usage;
    } catch (portal::SettingsError const& error) {
        std::cerr << "portalctl: " << error.what() << '\n';
        return wrong_usage;
    } catch (std::exception const& error) {
        std::cerr << "portalctl: " << error.what() << '\n';
        return environment_is_wrong;
    }
}
