#include "storage/catalog/pins.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

PinRow read_pin(Row& row) {
    PinRow pin;
    pin.repository = row.integer();
    pin.name = row.text();
    pin.channel = row.integer();
    pin.revision = row.integer();
    pin.created_at = row.time();
    pin.created_by = row.text();
    return pin;
}

}  // namespace

Result<std::vector<PinRow>> pins_of(const ReadTransaction& tx, RowId repository) {
    return find_rows(tx.connection(),
                     "SELECT repository, name, channel, revision, created_at, created_by FROM pins"
                     " WHERE repository = ? ORDER BY name",
                     read_pin, repository);
}

Result<std::optional<PinRow>> find_pin(const ReadTransaction& tx, RowId repository, const std::string& name) {
    return find_row(tx.connection(),
                    "SELECT repository, name, channel, revision, created_at, created_by FROM pins"
                    " WHERE repository = ? AND name = ?",
                    read_pin, repository, name);
}

Result<std::vector<PinRow>> pins_of_channel(const ReadTransaction& tx, RowId channel) {
    return find_rows(tx.connection(),
                     "SELECT repository, name, channel, revision, created_at, created_by FROM pins"
                     " WHERE channel = ? ORDER BY revision DESC, name",
                     read_pin, channel);
}

Result<> insert_pin(WriteTransaction& tx, const PinRow& pin) {
    auto savepoint = TRY(Savepoint::begin(tx.connection()));
    TRY(execute(tx.connection(),
                "INSERT INTO pins (repository, name, channel, revision, created_at, created_by)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                pin.repository, pin.name, pin.channel, pin.revision, pin.created_at, pin.created_by));
    return std::move(savepoint).release();
}

Result<> delete_pin(WriteTransaction& tx, RowId repository, const std::string& name) {
    return execute(tx.connection(), "DELETE FROM pins WHERE repository = ? AND name = ?", repository, name);
}

}  // namespace slipway::storage
