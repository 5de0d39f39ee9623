#include "plugins/installed.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>

namespace portal::plugins {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t s_largest_manifest = 64UL << 10;
constexpr std::size_t s_largest_signature = 16UL << 10;
constexpr std::size_t s_largest_library = 256UL << 20;

std::string name_of(uid_t user)
{
    std::array<char, 4096> buffer {};
    passwd entry {};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return found->pw_name;
    return "user " + std::to_string(user);
}

std::string octal(mode_t mode)
{
    std::string digits;
    for (int shift = 6; shift >= 0; shift -= 3)
        digits += static_cast<char>('0' + ((mode >> shift) & 7U));
    return digits;
}

// Walks from the configured folder to a plugin's files and judges everything on the way.
class Way {
public:
    Way(std::string path, Trust const& trust)
        : m_path(std::move(path))
        , m_trust(trust)
        , m_folder(::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        if (!m_folder)
            fail(m_path, std::strerror(errno));
        judge(m_folder, m_path);
    }
    void enter(std::string const& name)
    {
        auto next = opened(name, O_DIRECTORY);
        if (!next)
            fail(m_path + "/" + name, why_not(name));
        m_path += "/" + name;
        m_folder = std::move(next);
        judge(m_folder, m_path);
    }
    FileDescriptor file(std::string const& name) const
    {
        auto file = opened(name, O_NONBLOCK);
        if (!file)
            fail(m_path + "/" + name, why_not(name));
        judge(file, m_path + "/" + name);
        return file;
    }
    bool has(std::string const& name) const
    {
        struct stat about { };
        return ::fstatat(m_folder.number(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0;
    }
    std::string content(FileDescriptor const& file, std::string const& name, std::size_t most) const
    {
        struct stat about { };
        if (::fstat(file.number(), &about) != 0 || about.st_size <= 0 || static_cast<std::size_t>(about.st_size) > most)
            fail(m_path + "/" + name, "is empty or larger than " + std::to_string(most >> 10) + " KiB");
        std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
        for (std::size_t got = 0; got < bytes.size();) {
            auto const now = ::pread(file.number(), bytes.data() + got, bytes.size() - got, static_cast<off_t>(got));
            if (now < 0 && errno == EINTR)
                continue;
            if (now <= 0)
                fail(m_path + "/" + name, now == 0 ? "became shorter while it was read" : std::strerror(errno));
            got += static_cast<std::size_t>(now);
        }
        return bytes;
    }
    std::string content(std::string const& name, std::size_t most) const { return content(file(name), name, most); }
    std::string const& path() const { return m_path; }

private:
    [[noreturn]] static void fail(std::string const& path, std::string const& why) { throw ManifestError(path + ": " + why); }

    FileDescriptor opened(std::string const& name, int flags) const
    {
        return FileDescriptor { ::openat(m_folder.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags) };
    }
    // After a failed openat.
    std::string why_not(std::string const& name) const
    {
        std::string const reason = std::strerror(errno);
        struct stat about { };
        bool const is_link = ::fstatat(m_folder.number(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
        return is_link ? "is a symbolic link; plugins run only from the folder itself, so put the file there" : reason;
    }
    void judge(FileDescriptor const& opened, std::string const& path) const
    {
        struct stat about { };
        if (::fstat(opened.number(), &about) != 0)
            fail(path, std::strerror(errno));
        if (!S_ISDIR(about.st_mode) && !S_ISREG(about.st_mode))
            fail(path, "is no file");
        auto const owner = m_trust.owner.value_or(::geteuid());
        if (about.st_uid != 0 && about.st_uid != owner)
            fail(path,
                "belongs to " + name_of(about.st_uid) + ", but only root's plugins run here" + (owner == 0 ? "" : ", and " + name_of(owner) + "'s")
                    + " (plugins.owner); look at what it is, then chown it");
        if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
            fail(path, "others than its owner may write it (mode " + octal(about.st_mode) + "); use chmod go-w");
    }

    std::string m_path;
    Trust const& m_trust;
    FileDescriptor m_folder;
};

FileContents contents(Way const& way, FileDescriptor const& library)
{
    return { way.content("manifest.json", s_largest_manifest), way.content(library, "plugin.so", s_largest_library),
        way.has("plugin.sig") ? way.content("plugin.sig", s_largest_signature) : std::string {} };
}

Manifest manifest_of(std::string const& path, std::string const& content, std::string const& id, std::string const& version)
{
    try {
        auto manifest = parse_manifest(content);
        if (manifest.id != id || manifest.version != version)
            throw ManifestError("says " + manifest.id + " " + manifest.version + ", which is not where it lies");
        return manifest;
    } catch (ManifestError const& error) {
        throw ManifestError(path + "/manifest.json: " + error.what());
    }
}

// Ids and versions that have a folder, sorted; whether they may run is not looked at.
std::vector<std::pair<std::string, std::string>> laid_out(std::string const& plugins_path)
{
    std::vector<std::pair<std::string, std::string>> found;
    std::error_code ignored; // an absent folder holds no plugins
    for (auto const& plugin : fs::directory_iterator { plugins_path, ignored }) {
        if (!is_plugin_id(plugin.path().filename().string()))
            continue;
        for (auto const& version : fs::directory_iterator { plugin.path(), ignored })
            // A build's own folders lie beside the plugins'.
            if (fs::exists(version.path() / "manifest.json", ignored) || fs::exists(version.path() / "plugin.so", ignored))
                found.emplace_back(plugin.path().filename().string(), version.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

// Of what is there, what may have been meant.
std::string hint(std::string const& wanted, std::vector<std::string> const& there)
{
    auto const guess = nearest(wanted, there);
    return guess.empty() ? "; portalctl plugin list shows what is there" : "; did you mean " + guess + "?";
}

std::string no_plugin(std::string const& plugins_path, std::string const& id)
{
    std::vector<std::string> ids;
    for (auto const& [one, version] : laid_out(plugins_path))
        ids.push_back(one);
    return "there is no plugin " + id + " here" + hint(id, ids);
}

std::string no_version(std::string const& plugins_path, std::string const& id, std::string const& wanted)
{
    std::vector<std::string> versions;
    for (auto const& [one, version] : laid_out(plugins_path))
        if (one == id)
            versions.push_back(version);
    return "there is no version " + wanted + " here" + hint(wanted, versions);
}

}

InstalledPlugin open_installed(std::string const& plugins_path, std::string const& id, std::string const& version, Trust const& trust)
{
    // Only names that cannot lead elsewhere become a path.
    if (!is_plugin_id(id) || !is_plugin_version(version))
        throw ManifestError("\"" + id + "\" \"" + version + "\" cannot be a plugin's id and version");
    Way way { fs::absolute(plugins_path).string(), trust };
    if (!way.has(id))
        throw ManifestError(way.path() + ": " + no_plugin(plugins_path, id));
    way.enter(id);
    if (!way.has(version))
        throw ManifestError(way.path() + ": " + no_version(plugins_path, id, version));
    way.enter(version);
    InstalledPlugin plugin;
    plugin.library = way.file("plugin.so");
    if (trust.signature_problem) {
        auto const files = contents(way, plugin.library);
        if (auto const problem = trust.signature_problem(files.view()); !problem.empty())
            throw ManifestError(way.path() + "/plugin.sig: " + problem);
        plugin.manifest = manifest_of(way.path(), files.manifest, id, version);
    } else
        plugin.manifest = manifest_of(way.path(), way.content("manifest.json", s_largest_manifest), id, version);
    plugin.manifest.library = way.path() + "/plugin.so";
    return plugin;
}

std::vector<InstalledVersion> installed_versions(std::string const& plugins_path, Trust const& trust)
{
    std::vector<InstalledVersion> found;
    for (auto const& [id, version] : laid_out(plugins_path)) {
        InstalledVersion one { id, version, {}, {} };
        try {
            one.manifest = open_installed(plugins_path, id, version, trust).manifest;
        } catch (ManifestError const& error) {
            one.refusal = error.what();
        }
        found.push_back(std::move(one));
    }
    return found;
}

FileContents read_plugin_files(std::string const& folder)
{
    Trust const anybody;
    Way const way { fs::absolute(folder).string(), anybody };
    return contents(way, way.file("plugin.so"));
}

}
