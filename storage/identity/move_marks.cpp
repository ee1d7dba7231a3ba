#include "storage/identity/move_marks.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repeated_write.hpp"

namespace slipway::storage {
namespace {

Result<> keep_fact(Catalog& catalog, const std::string& name, const std::string& value) {
    return write_repeatedly(catalog, [&](WriteTransaction& tx) { return save_fact(tx, name, value); });
}

}  // namespace

Result<> mark_moved(Catalog& source, const std::string& target) { return keep_fact(source, moved_to_fact, target); }

Result<> mark_incomplete(Catalog& target, const std::string& id) { return keep_fact(target, moving_from_fact, id); }

Result<> remove_move_marks(WriteTransaction& tx) {
    return execute(tx.connection(), "DELETE FROM facts WHERE name IN ('moved_to', 'moving_from', 'moved_rows')");
}

Result<> remove_move_marks(Catalog& catalog) {
    return write_repeatedly(catalog, [](WriteTransaction& tx) { return remove_move_marks(tx); });
}

}  // namespace slipway::storage
