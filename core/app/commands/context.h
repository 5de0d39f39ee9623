// What every verb of portalctl has: the settings it was started with, and how it speaks.
#pragma once

#include "app/platform.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portal::app {

// Exit codes: what a script can rely on.
inline constexpr int done = 0;
inline constexpr int problems_in_data = 1;
inline constexpr int wrong_usage = 2;
inline constexpr int environment_is_wrong = 3;

class Context {
public:
    std::optional<std::string> config;
    std::vector<std::string> definitions;
    bool verbose = false;
    int exit_code = done;

    // Made on first use. From then on the log speaks in words, unless somebody asked for its lines.
    Platform& platform();

    // SettingsError when there is no such tenant, with the ones there are.
    tenants::Tenant const& tenant(std::string const& slug);

private:
    std::unique_ptr<Platform> m_platform;
};

// Warnings and errors as sentences on standard error, and nothing of what is usual. What the file says of log.level is for portald.
void log_in_words();

// Rows as people read them: columns padded to their widest cell. The first row is the heading.
std::string table(std::vector<std::vector<std::string>> const& rows);

// What is wrong with a utility in this folder, in words for an admin: settings, texts, colours, plugin.
std::vector<std::string> tenant_problems(Context& context, std::string const& folder);
// Which plugin a utility without problems runs, and why that version: "si.kp-logatec@1.0.0, as its file says".
std::string plugin_line(Context& context, std::string const& folder);

// A folder stands for the files in it.
std::vector<std::string> delivery_files(std::vector<std::string> const& paths);

// Each adds its verbs; what they do runs when CLI11 has parsed them.
void add_db(CLI::App& program, Context& context);
void add_tenant(CLI::App& program, Context& context);
void add_tenant_try(CLI::App& tenant, Context& context);
void add_check(CLI::App& program, Context& context);
void add_import(CLI::App& program, Context& context);
void add_audit(CLI::App& program, Context& context);
void add_payments(CLI::App& program, Context& context);
void add_plugin(CLI::App& program, Context& context);
void add_plugin_new(CLI::App& plugin); // below `plugin`; needs no settings
void add_plugin_choice(CLI::App& plugin, Context& context); // use, rollback, release
void add_plugin_signatures(CLI::App& plugin, Context& context); // keygen, sign, verify
void add_readings(CLI::App& program, Context& context);
void add_account(CLI::App& program, Context& context);
void add_claim(CLI::App& program, Context& context);
void add_delivery(CLI::App& program, Context& context);
void add_token(CLI::App& program, Context& context);
void add_reference(CLI::App& program, Context& context);

}
