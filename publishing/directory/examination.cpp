#include "publishing/directory/examination.hpp"

#include "publishing/directory/data_directory.hpp"

namespace slipway::publishing {

Result<Examination> examine(const Path& data, const StoreOptions& stores, Repair repair,
                            const std::optional<AuditHead>& earlier, Seconds now,
                            std::chrono::seconds keep_index_files) {
    const bool mends = repair == Repair::yes;
    const auto opened =
        TRY(mends ? DataDirectory::open_alone(data, stores) : DataDirectory::open_to_read(data, stores));
    const CheckedStore store{*opened->catalog, *opened->stores.blobs, *opened->stores.segments, earlier, data / "keys"};
    auto findings = TRY(mends ? repair_store(store, now, keep_index_files) : check_store(store));
    TRY(storage::check_directory({opened->files, data, *opened->catalog}, repair, findings));
    const auto tx = TRY(opened->catalog->read());
    const auto head = TRY(storage::audit_head(tx));
    return Examination{std::move(findings), head};
}

}  // namespace slipway::publishing
