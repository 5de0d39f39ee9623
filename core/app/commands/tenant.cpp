// portalctl tenant: the utilities' folders.
#include "app/commands/context.h"

#include "app/plugin_in_force.h"
#include "tenants/plugin_target.h"
#include "tenants/tenant_file.h"
#include "view/contrast.h"
#include "view/themes.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace portal::app {

namespace {

void list(Context& context)
{
    std::vector<std::vector<std::string>> rows { { "tenant", "name", "plugin", "registration" } };
    for (auto const* tenant : context.platform().tenants().all())
        rows.push_back(
            { tenant->slug, tenant->name, tenant->plugin_id + "@" + plugin_in_force(context.platform(), *tenant).version, tenant->active ? "open" : "closed" });
    std::cout << table(rows);
    for (auto const& problem : context.platform().tenants().problems()) {
        std::cout << problem.slug << ": broken: " << problem.what << '\n';
        context.exit_code = problems_in_data;
    }
}

std::string content(std::string const& path)
{
    std::ifstream file { path, std::ios::binary };
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> theme_problems(Settings const& settings, std::string const& folder)
{
    std::vector<std::string> problems;
    auto const css = folder + "/theme/theme.css";
    if (std::filesystem::exists(css)) {
        auto const theme = content(css);
        for (auto const& finding : view::check_theme_css(theme))
            problems.push_back(css + ": " + finding);
        for (auto const& pair : view::check_contrast(content(place(settings, "assets.path") + "/portal.css"), theme))
            if (!pair.passes()) {
                std::ostringstream words;
                words.precision(3);
                words << css << ": --" << pair.text << " on --" << pair.ground << " has a contrast of " << pair.light << " (light) and " << pair.dark
                      << " (dark); " << pair.needed << " is needed";
                problems.push_back(words.str());
            }
    }
    return problems;
}

}

std::string plugin_line(Context& context, std::string const& folder)
{
    auto const tenant = tenants::read_tenant(folder).tenant;
    auto const [version, why] = plugin_in_force(context.platform(), tenant);
    return tenant.plugin_id + "@" + version + ", " + why;
}

std::vector<std::string> tenant_problems(Context& context, std::string const& folder)
{
    auto& platform = context.platform();
    auto problems = tenants::check_tenant(folder);
    auto const theme = theme_problems(platform.settings(), folder);
    problems.insert(problems.end(), theme.begin(), theme.end());
    auto const slug = std::filesystem::path { folder }.filename().string();
    try {
        view::ThemeSources sources { place(platform.settings(), "themes.path"), platform.settings().text("themes.name"),
            place(platform.settings(), "catalogues.path"), place(platform.settings(), "assets.path"), { "sl", "en" } };
        view::Themes { sources }.load({ slug, folder + "/theme", folder + "/texts" });
    } catch (std::exception const& error) {
        problems.emplace_back(error.what());
    }
    if (!problems.empty())
        return problems;
    try {
        auto tenant = tenants::read_tenant(folder).tenant;
        auto target = tenants::plugin_target(tenant, platform.calendar().today(tenant));
        target.plugin_version = plugin_in_force(platform, tenant).version;
        auto const checked = platform.plugins().check(target);
        if (!checked)
            problems.push_back(folder + "/tenant.properties: plugin.setting." + checked.refusal().field + ": " + checked.refusal().detail);
    } catch (plugins::PluginUnavailable const& error) {
        problems.push_back(folder + "/tenant.properties: plugin: " + error.what());
    }
    return problems;
}

namespace {

void check(Context& context, std::string const& slug)
{
    auto const path = place(context.platform().settings(), "tenants.path");
    std::vector<std::filesystem::path> folders;
    if (!slug.empty())
        folders.push_back(std::filesystem::path { path } / slug);
    else
        for (auto const& entry : std::filesystem::directory_iterator { path })
            if (entry.is_directory())
                folders.push_back(entry.path());
    for (auto const& folder : folders) {
        auto const problems = tenant_problems(context, folder);
        for (auto const& problem : problems)
            std::cout << problem << '\n';
        if (problems.empty())
            std::cout << folder.filename().string() << ": everything is in order; it runs " << plugin_line(context, folder) << '\n';
        else
            context.exit_code = problems_in_data;
    }
}

}

void add_tenant(CLI::App& program, Context& context)
{
    auto* const tenant = program.add_subcommand("tenant", "The utilities")->require_subcommand(1);
    tenant->add_subcommand("list", "All utilities with their plugins")->callback([&context] { list(context); });

    auto const slug = std::make_shared<std::string>();
    auto* const check_verb
        = tenant->add_subcommand("check", "Settings, texts, colours and plugin of one utility, or of all; exit code 1 when something is wrong");
    check_verb->add_option("tenant", *slug, "its folder's name");
    check_verb->callback([&context, slug] { check(context, *slug); });

    add_tenant_try(*tenant, context);

    auto const name = std::make_shared<std::string>();
    auto* const new_verb = tenant->add_subcommand("new", "Makes a folder to start from");
    new_verb->add_option("tenant", *slug, "small letters, digits and hyphens")->required();
    new_verb->add_option("--name", *name, "as customers know it")->required();
    new_verb->callback([&context, slug, name] {
        auto const path = place(context.platform().settings(), "tenants.path");
        tenants::new_tenant(path, *slug, *name);
        std::cout << "Made " << path << "/" << *slug << ". Fill in tenant.properties, then: portalctl tenant check " << *slug << '\n';
    });
}

}
