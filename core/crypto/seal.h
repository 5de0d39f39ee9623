// Texts that lie in the database but may be read only with the server's key (XChaCha20-Poly1305).
#pragma once

#include "base/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace portal::crypto {

// key: 32 bytes. `associated` is not hidden but bound: a sealed text that is copied to another row does not open there, so
// give what names the row ("outbox", id). The result is 40 bytes longer than the text and differs each time.
std::string seal(Secret const& key, std::string_view plain, std::string_view associated);

// nullopt for anything that seal() did not make with this key and this `associated`.
std::optional<std::string> open_sealed(Secret const& key, std::string_view sealed, std::string_view associated);

}
