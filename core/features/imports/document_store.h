// The bytes of documents, packed: once for each digest, as long as any row of documents needs them.
#pragma once

#include "features/imports/batch.h"
#include "features/imports/open_delivery.h"

#include <span>

namespace portal::imports {

// The digest under which the beginning of a document lies while the rest is read.
inline constexpr std::string_view unfinished_document {};

// Lives in the storing thread. What is carried is nobody's yet; should the process end, clearing takes it out.
class DocumentStore {
public:
    explicit DocumentStore(OpenDelivery& delivery)
        : m_delivery(delivery)
    {
    }

    // The chunks of a document whose row is added in the same transaction. Bytes that are there already stay as they are.
    void add(db::Transaction& transaction, std::string_view digest, std::span<Chunk const> chunks) const;
    // Those of a document whose row comes with a later batch.
    void carry(std::span<Chunk const> chunks);
    // A row has come: what is carried is another row's by now, or nobody needs it.
    void end_carrying();

private:
    OpenDelivery& m_delivery;
    bool m_carries = false;
};

}
