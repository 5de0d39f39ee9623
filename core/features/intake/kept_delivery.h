// The bytes of a received delivery as a file again.
#pragma once

#include "base/scope.h"
#include "db/database.h"
#include "features/intake/intake.h"

#include <optional>
#include <string>

namespace portal::intake {

// The newest published delivery whose bytes are kept; those that portalctl import took in are not among them.
std::optional<Received> newest_kept(db::Session& session, TenantScope const& scope);

// A folder that is made, is its owner's alone, and goes with all that is in it.
class SpoolFolder {
public:
    // What stands there already is what a dead process left, and goes first. std::filesystem::filesystem_error.
    explicit SpoolFolder(std::string path);
    ~SpoolFolder();
    SpoolFolder(SpoolFolder const&) = delete;
    SpoolFolder& operator=(SpoolFolder const&) = delete;

    // The delivery under its own name; nullopt when its bytes are no longer those that came. std::runtime_error when it does not fit.
    std::optional<std::string> hold(db::Database& database, TenantScope const& scope, Received const& received) const;

private:
    std::string m_path;
};

}
