#include "features/intake/kept_delivery.h"

#include "crypto/hash.h"
#include "features/intake/intake_store.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace portal::intake {

std::optional<Received> newest_kept(db::Session& session, TenantScope const& scope)
{
    IntakeStore const store { session, scope };
    auto const id = store.newest_published();
    return id ? store.find(*id) : std::nullopt;
}

SpoolFolder::SpoolFolder(std::string path)
    : m_path(std::move(path))
{
    std::filesystem::remove_all(m_path);
    std::filesystem::create_directories(m_path);
    std::filesystem::permissions(m_path, std::filesystem::perms::owner_all);
}

SpoolFolder::~SpoolFolder()
{
    std::error_code ignored; // the next one of this name takes it away
    std::filesystem::remove_all(m_path, ignored);
}

std::optional<std::string> SpoolFolder::hold(db::Database& database, TenantScope const& scope, Received const& received) const
{
    auto const path = m_path + "/" + received.name;
    std::ofstream file { path, std::ios::binary };
    crypto::Sha256 sum;
    for (int position = 0; position < received.chunks; ++position) {
        auto const bytes = database.read([&](db::Session& session) { return IntakeStore { session, scope }.chunk(received.id, position); });
        sum.add(bytes);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    file.close();
    if (!file)
        throw std::runtime_error("cannot write " + path + "; is the disk full?");
    return sum.hex() == received.digest ? std::optional { path } : std::nullopt;
}

}
