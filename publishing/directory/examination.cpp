#include "publishing/directory/examination.hpp"

#include "publishing/directory/data_directory.hpp"

namespace slipway::publishing {

Result<Examination> examine(const StorePlaces& places, Repair repair, const std::optional<AuditHead>& earlier,
                            Seconds now, std::chrono::seconds keep_index_files) {
    const bool mends = repair == Repair::yes;
    const auto opened = TRY(mends ? DataDirectory::open_alone(places) : DataDirectory::open_to_read(places));
    const auto keys = TRY(open_key_store(places, opened->files, *opened->catalog));
    auto* const usable_keys = places.can_sign() ? keys.get() : nullptr;
    const CheckedStore store{*opened->catalog, *opened->stores.blobs, *opened->stores.segments, earlier,
                             usable_keys,      places.key_files(),    places.has_database()};
    auto findings = TRY(mends ? repair_store(store, now, keep_index_files) : check_store(store));
    TRY(storage::check_directory({opened->files, *opened->places.catalog, *opened->catalog}, repair, findings));
    const auto tx = TRY(opened->catalog->read());
    const auto head = TRY(storage::audit_head(tx));
    return Examination{std::move(findings), head, places.can_sign()};
}

}  // namespace slipway::publishing
