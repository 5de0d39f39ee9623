// portalctl plugin: what can read a utility's references and files.
#include "app/commands/context.h"

#include <iostream>

namespace portal::app {

namespace {

void list(Context& context)
{
    std::vector<std::vector<std::string>> rows { { "plugin", "version", "name", "settings" } };
    for (auto const& manifest : context.platform().plugins().installed()) {
        std::string keys;
        for (auto const& setting : manifest.settings)
            keys += (keys.empty() ? "" : ", ") + setting.key;
        rows.push_back({ manifest.id, manifest.version, manifest.name, keys });
    }
    std::cout << table(rows);
}

}

void add_plugin(CLI::App& program, Context& context)
{
    auto* const plugin = program.add_subcommand("plugin", "What reads the utilities' references and files")->require_subcommand(1);
    plugin->add_subcommand("list", "The installed plugins, read from their manifests; none is run")->callback([&context] { list(context); });
    add_plugin_new(*plugin);
}

}
