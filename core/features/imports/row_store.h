// Stores batches of checked rows: finds what is published under the same key, leaves what is the same, adds what is new.
#pragma once

#include "features/imports/batch.h"
#include "features/imports/document_store.h"
#include "features/imports/known_keys.h"
#include "features/imports/open_delivery.h"
#include "features/imports/problem_list.h"
#include "features/imports/row_places.h"
#include "features/imports/sorted_numbers.h"

#include <array>
#include <unordered_map>

namespace portal::imports {

// Lives in the storing thread. What it writes nobody sees until the delivery is published.
class RowStore {
public:
    RowStore(OpenDelivery& delivery, ProblemList& problems);

    void store(Batch const& batch);

    // For the checks at the end.
    struct PerKind {
        Counts counts;
        SortedNumbers seen; // published rows that came again, the same or changed
        SortedNumbers keys, parents; // hashes, of the first delivery's rows
        bool has_unproved_rows = false; // rows whose parent was not there when they were stored; not told of the first delivery's
    };
    // Where a row of this delivery stood, by its id.
    Place place_of(std::int64_t id) const { return m_places.find(id); }
    PerKind& of(Kind kind) { return m_kinds[static_cast<std::size_t>(kind)]; }

private:
    struct Published {
        std::int64_t id, fingerprint;
        bool is_taken; // a row of this delivery has this key already
    };
    struct NewRow {
        Kind kind;
        std::size_t index; // in the batch
        std::int64_t id;
    };

    void decide(Kind kind, RowsOfKind const& rows);
    void take_as_new(Kind kind, RowsOfKind const& rows, std::size_t index);
    void find_published(Kind kind, RowsOfKind const& rows);
    void look_for_parents(Kind kind, RowsOfKind const& rows);
    void insert(Batch const& batch);
    void insert_slice(db::Transaction& transaction, Batch const& batch, std::span<NewRow const> rows);
    void mark_replaced();
    void carry_documents(Batch const& batch);

    OpenDelivery& m_delivery;
    ProblemList& m_problems;
    DocumentStore m_documents;
    std::array<PerKind, kind_count> m_kinds;
    std::array<KnownKeys, kind_count> m_known; // parents
    std::unordered_map<std::uint64_t, Published> m_published; // of the batch's rows of one kind, by hash of the whole key
    std::vector<NewRow> m_new;
    RowPlaces m_places;
    std::array<std::vector<std::int64_t>, kind_count> m_replaced;
    std::size_t m_slice = 500; // rows a transaction; follows the measured time
};

}
