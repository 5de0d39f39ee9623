// portalctl plugin keygen, sign, verify: who vouches for a plugin's files. None of them needs a database.
#include "app/commands/context.h"

#include "app/plugin_signature.h"
#include "base/text.h"
#include "crypto/key_ring.h"
#include "crypto/signature.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <fcntl.h>
#include <unistd.h>

namespace portal::app {

namespace {

struct Wanted {
    std::string plugin; // PLUGIN@VERSION below plugins.path, or a folder
    std::string key; // a file when signing, a public key when verifying
};

void make_key(std::string const& path)
{
    auto const key = crypto::make_signing_key();
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    auto const line = key.reveal() + "\n";
    bool const is_written = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
    int const reason = errno;
    if (file >= 0)
        ::close(file);
    if (!is_written)
        throw std::runtime_error(path + ": cannot be written: " + std::strerror(reason));
    std::cout << "Keep " << path << " where only who signs can read it. Its public key, for plugins.trusted_keys:\n" << crypto::public_key_of(key) << '\n';
}

// An author has a folder, an admin a PLUGIN@VERSION.
std::string folder_of(Context& context, std::string const& plugin)
{
    if (std::filesystem::is_directory(plugin))
        return plugin;
    auto const parts = split(plugin, '@');
    if (parts.size() != 2 || !plugins::is_plugin_id(std::string { parts[0] }) || !plugins::is_plugin_version(std::string { parts[1] }))
        throw SettingsError("\"" + plugin + "\" is neither a folder with plugin.so and manifest.json nor PLUGIN@VERSION");
    return place(context.platform().settings(), "plugins.path") + "/" + std::string { parts[0] } + "/" + std::string { parts[1] };
}

void sign(Context& context, Wanted const& wanted)
{
    auto const folder = folder_of(context, wanted.plugin);
    auto const files = plugins::read_plugin_files(folder);
    std::string line;
    try {
        line = plugin_signature(crypto::read_secret_file(wanted.key), files.view());
    } catch (std::invalid_argument const& error) {
        throw SettingsError(wanted.key + ": " + error.what());
    }
    // Whole or not at all: a portal may be reading it.
    auto const path = folder + "/plugin.sig";
    std::ofstream draft { path + ".new", std::ios::binary };
    if (!(draft << line << '\n') || (draft.close(), !draft) || std::rename((path + ".new").c_str(), path.c_str()) != 0)
        throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
    std::cout << "Signed " << folder << " with the key " << line.substr(0, line.find(' ')) << ".\n";
}

void verify(Context& context, Wanted const& wanted)
{
    auto const folder = folder_of(context, wanted.plugin);
    auto const files = plugins::read_plugin_files(folder);
    auto trusted = wanted.key.empty() ? listed(context.platform().settings(), "plugins.trusted_keys") : std::vector { wanted.key };
    bool const has_keys = !trusted.empty();
    if (!has_keys) // then it is at least whole
        trusted = good_signers(files.view());
    if (auto const problem = signature_problem(files.view(), trusted); !problem.empty()) {
        std::cout << folder << "/plugin.sig: " << problem << '\n';
        context.exit_code = problems_in_data;
        return;
    }
    std::cout << folder << ": signed by " << good_signers(files.view()).front()
              << (has_keys ? ", which is trusted\n" : "; plugins.trusted_keys names no key, so nobody asks for it here\n");
}

}

void add_plugin_signatures(CLI::App& plugin, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const key_verb = plugin.add_subcommand("keygen", "Makes a signing key in a new file of mode 0600 and prints its public key");
    key_verb->add_option("file", wanted->key, "the new file")->required();
    key_verb->callback([wanted] { make_key(wanted->key); });

    auto* const sign_verb = plugin.add_subcommand("sign", "Writes plugin.sig beside manifest.json and plugin.so, over both");
    sign_verb->add_option("plugin", wanted->plugin, "PLUGIN@VERSION, or a folder")->required();
    sign_verb->add_option("--key", wanted->key, "the signing key")->type_name("FILE")->required();
    sign_verb->callback([&context, wanted] { sign(context, *wanted); });

    auto* const verify_verb = plugin.add_subcommand("verify", "Says who signed a plugin, and whether he is trusted; exit code 1 when not");
    verify_verb->add_option("plugin", wanted->plugin, "PLUGIN@VERSION, or a folder")->required();
    verify_verb->add_option("--key", wanted->key, "a public key to trust instead of plugins.trusted_keys")->type_name("KEY");
    verify_verb->callback([&context, wanted] { verify(context, *wanted); });
}

}
