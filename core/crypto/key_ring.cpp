#include "crypto/key_ring.h"

#include "base/descriptor.h"
#include "base/text.h"
#include "crypto/random.h"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace portal::crypto {

namespace {

constexpr std::size_t largest_secret = 4096;
constexpr std::size_t key_characters = 43; // 32 bytes in base64url

[[noreturn]] void fail(std::string const& path, std::string const& what) { throw SecretFileError(path + ": " + what); }

[[noreturn]] void fail_with_errno(std::string const& path, std::string const& what) { fail(path, what + ": " + std::strerror(errno)); }

std::string folder_of(std::string const& path)
{
    auto const parent = std::filesystem::path { path }.parent_path().string();
    return parent.empty() ? "." : parent;
}

struct stat folder_status(std::string const& folder)
{
    struct stat status { };
    if (::stat(folder.c_str(), &status) != 0)
        fail_with_errno(folder, "cannot be read");
    if (status.st_uid != ::geteuid() && ::geteuid() != 0)
        fail(folder, "belongs to another user; secrets are kept by the user that the portal runs as");
    if (status.st_mode & (S_IWGRP | S_IWOTH))
        fail(folder, "may be written by others; use chmod 0700");
    return status;
}

void require_private(std::string const& path, int file)
{
    struct stat status { };
    if (::fstat(file, &status) != 0)
        fail_with_errno(path, "cannot be read");
    if (!S_ISREG(status.st_mode))
        fail(path, "is not a file");
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        fail(path, "may be used by others; use chmod 0600");
    if (status.st_uid != folder_status(folder_of(path)).st_uid)
        fail(path, "does not belong to the owner of its folder");
}

// The finished file appears under its name at once or not at all, and never over another one.
void make_key_file(std::string const& path)
{
    auto const folder = folder_of(path);
    auto const owner = folder_status(folder);
    auto const draft = path + "." + random_code(12);
    {
        FileDescriptor const file { ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) };
        Secret const line { random_token() + "\n" };
        // Only root can differ from the folder's owner here; portald could not read a key that root keeps for itself.
        bool const written = file && (owner.st_uid == ::geteuid() || ::fchown(file.number(), owner.st_uid, owner.st_gid) == 0)
            && ::write(file.number(), line.reveal().data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file.number()) == 0;
        if (!written) {
            auto const reason = errno;
            ::unlink(draft.c_str());
            errno = reason;
            fail_with_errno(path, "cannot be written");
        }
    }
    int const linked = ::link(draft.c_str(), path.c_str());
    auto const reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    if (linked != 0 && reason != EEXIST)
        fail_with_errno(path, "cannot be made");
    FileDescriptor const parent { ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    if (!parent || ::fsync(parent.number()) != 0)
        fail_with_errno(folder, "cannot be written");
}

// HKDF-Expand (RFC 5869) for one block; the server's key is uniformly random, so there is nothing to extract.
Secret derived(Secret const& key, std::string_view purpose)
{
    std::string const info = "portal " + std::string { purpose } + '\x01';
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> block {};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<unsigned char const*>(key.reveal().data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<unsigned char const*>(info.data()), info.size());
    crypto_auth_hmacsha256_final(&state, block.data());
    return Secret { std::string { reinterpret_cast<char const*>(block.data()), block.size() } };
}

}

Secret read_secret_file(std::string const& path)
{
    FileDescriptor const file { ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) };
    if (!file)
        fail_with_errno(path, "cannot be read");
    require_private(path, file.number());
    std::string content(largest_secret + 1, '\0');
    auto const count = ::read(file.number(), content.data(), content.size());
    if (count < 0)
        fail_with_errno(path, "cannot be read");
    if (count > static_cast<ssize_t>(largest_secret))
        fail(path, "is too large for a secret");
    content.resize(static_cast<std::size_t>(count));
    while (content.ends_with('\n') || content.ends_with('\r'))
        content.pop_back();
    return Secret { std::move(content) };
}

KeyRing KeyRing::load_or_make(std::string const& secrets_path)
{
    auto const path = secrets_path + "/server.key";
    if (std::error_code missing; !std::filesystem::exists(std::filesystem::symlink_status(path, missing))) {
        if (::mkdir(secrets_path.c_str(), 0700) != 0 && errno != EEXIST)
            fail_with_errno(secrets_path, "cannot be made");
        make_key_file(path);
    }
    auto const key = read_secret_file(path);
    if (key.size() != key_characters)
        fail(path, "is not a server key");
    return KeyRing { key };
}

KeyRing KeyRing::from_key(Secret const& server_key) { return KeyRing { server_key }; }

KeyRing::KeyRing(Secret const& server_key)
{
    start();
    for (auto const* const purpose : { "csrf", "seal", "code", "token", "lookup" })
        m_keys.emplace(purpose, derived(server_key, purpose));
}

Secret const& KeyRing::key(std::string_view purpose) const
{
    auto const found = m_keys.find(purpose);
    if (found == m_keys.end())
        throw std::logic_error("no key for " + std::string { purpose });
    return found->second;
}

}
