#include "features/imports/document_store.h"

#include "features/imports/queries.h"

#include <algorithm>

namespace portal::imports {

namespace {

constexpr std::size_t s_chunks_at_once = 10; // 600 kB: other writers get in between

void add_chunks(db::Transaction& transaction, TenantId tenant, std::string_view digest, std::span<Chunk const> chunks)
{
    for (auto const& chunk : chunks)
        transaction.execute(sql::add_chunk, tenant, digest, chunk.position, db::Bytes { chunk.bytes });
}

}

void DocumentStore::add(db::Transaction& transaction, std::string_view digest, std::span<Chunk const> chunks) const
{
    auto const tenant = m_delivery.tenant();
    if (chunks.front().position > 0 && !transaction.one(sql::find_chunks, tenant, digest))
        transaction.execute(sql::name_chunks, digest, tenant, unfinished_document);
    add_chunks(transaction, tenant, digest, chunks);
}

void DocumentStore::carry(std::span<Chunk const> chunks)
{
    m_carries = m_carries || !chunks.empty();
    while (!chunks.empty()) {
        auto const part = chunks.first(std::min(chunks.size(), s_chunks_at_once));
        m_delivery.write([&](db::Transaction& transaction) { add_chunks(transaction, m_delivery.tenant(), unfinished_document, part); });
        chunks = chunks.subspan(part.size());
    }
}

void DocumentStore::end_carrying()
{
    if (!m_carries)
        return;
    m_delivery.write([&](db::Transaction& transaction) { transaction.execute(sql::drop_chunks, m_delivery.tenant(), unfinished_document); });
    m_carries = false;
}

}
