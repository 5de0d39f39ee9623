// The server's key on disk, and the keys for each purpose that are derived from it.
#pragma once

#include "base/secret.h"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace portal::crypto {

// What is wrong with a secret file, in words for an admin; never its content.
class SecretFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A file that only its owner may read (0600 or stricter), that is no symbolic link and belongs to the owner of its folder,
// who is the user we run as (or we are root). Line ends at the end are dropped. Throws SecretFileError.
Secret read_secret_file(std::string const& path);

// Immutable once made, so any thread may ask. Losing the file server.key makes what was sealed unreadable, every bill's
// code unprovable until the next import, and signs everybody out: it belongs into the backup, beside the database, not in it.
class KeyRing {
public:
    // Reads secrets_path/server.key; makes it (and the folder, 0700) when it is missing. Nodes that start at once agree on
    // one key, because the finished file is linked into place and the loser reads the winner's. Throws SecretFileError.
    static KeyRing load_or_make(std::string const& secrets_path);
    // For tests.
    static KeyRing from_key(Secret const& server_key);

    // 32 bytes. Purposes: "csrf", "seal" (outbox and other sealed columns), "code" (bills' codes), "token", "lookup" (keyed
    // hashes of addresses). Asking for another one is a bug: std::logic_error.
    Secret const& key(std::string_view purpose) const;

private:
    explicit KeyRing(Secret const& server_key);
    std::map<std::string, Secret, std::less<>> m_keys;
};

}
