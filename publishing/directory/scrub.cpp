// A disk that loses bits says nothing, so somebody has to look. A pass goes through five stages, each in the order of a
// key of the catalog, a piece at a time; between two pieces nothing is held, no transaction and no lock. What comes in
// behind the position is met in the next pass: it was checked when it was written.
#include "publishing/directory/scrub.hpp"

#include "base/text.hpp"
#include "publishing/directory/scrub_checks.hpp"
#include "storage/catalog/keys.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repositories.hpp"

#include <algorithm>
#include <array>
#include <sys/resource.h>
#include <utility>

namespace slipway::publishing {
namespace {

using namespace std::chrono_literals;

constexpr int niceness = 19;
constexpr std::size_t rows_at_once = 64;
constexpr std::size_t blobs_at_once = 1000;  // their query reads the whole table
constexpr std::size_t piece_bytes = std::size_t{1} << 20;
constexpr auto save_every = 60s;
constexpr auto longest_wait_for_publications = 30s;  // a server that publishes all the time is scrubbed, too
constexpr auto after_a_failure = 60s;
constexpr int most_failures = 10;  // a disk that does not answer may again
constexpr const char* position_fact = "scrub.position";
constexpr const char* finished_fact = "scrub.finished";

}  // namespace

Scrub::Scrub(Parts parts, Options options)
    : parts_(parts), options_(options), loop_("scrub", JobGuard(parts_.log), 1, [this](unsigned) { run(); }) {}

void Scrub::run() {
    [[maybe_unused]] const int refused = ::setpriority(PRIO_PROCESS, 0, niceness);
    load_position();
    while (true) {
        const auto due = position_.began + options_.interval;
        const bool is_under_way = position_.stage > 0 || !position_.cursor.empty();
        const auto now = parts_.clock.now();
        if (!is_under_way && due > now && !loop_.sleep_for(due - now)) return;
        if (!is_under_way) position_.began = parts_.clock.now();
        if (!pass()) return;
    }
}

/// Whether the rest of the stage is given up: no reading brings a lost page of the catalog back, and package files are
/// still to be looked at.
bool Scrub::is_lost(const Error& failure, int failures) const {
    if (position_.stage + 1 == ScrubPosition::stages) return false;
    return failure.fault() == Fault::corrupt || (failure.fault() == Fault::io && failures == most_failures);
}

/// To the end of all stages; false when the server stops.
bool Scrub::pass() {
    int failures = 0;  // of one piece
    while (position_.stage < ScrubPosition::stages) {
        const auto damaged_before = rows_damaged_;
        auto piece = next_piece();
        if (!piece.ok()) {
            if (piece.error().fault() == Fault::cancelled) return false;
            rows_damaged_ = damaged_before;  // the piece is read again as a whole
            if (!is_lost(piece.error(), ++failures)) {
                parts_.log.failure("the scrub cannot continue for now", piece.error());
                if (!loop_.sleep_for(after_a_failure)) return false;
                continue;
            }
            found_damage("the catalog", piece.error().message());
            piece = Piece{"", true};
        }
        failures = 0;
        position_.cursor = piece->is_last ? "" : std::move(piece->cursor);
        if (piece->is_last) ++position_.stage;
        if (std::chrono::steady_clock::now() - saved_at_ >= save_every) save_position();
        if (!pace(0)) return false;
    }
    position_.stage = 0;
    parts_.counters.damaged_rows = std::exchange(rows_damaged_, 0);
    parts_.counters.last_pass = parts_.clock.now().time_since_epoch().count();
    ++parts_.counters.passes;
    save_position();
    return true;
}

Result<Scrub::Piece> Scrub::next_piece() {
    using Read = Result<Piece> (Scrub::*)(const std::string&);
    constexpr std::array<Read, ScrubPosition::stages> reads = {
        &Scrub::read_segments, &Scrub::read_nodes, &Scrub::read_texts, &Scrub::read_entry_points, &Scrub::read_blobs};
    return (this->*reads.at(position_.stage))(position_.cursor);
}

/// The store reports to the publisher what it finds damaged. Segments that were damaged before are tried again.
Result<Scrub::Piece> Scrub::read_segments(const std::string& cursor) {
    std::vector<storage::SegmentRow> rows;
    {
        const auto tx = TRY(parts_.catalog.read());
        rows = TRY(storage::segments_behind(tx, parse_segment_key(cursor), rows_at_once));
    }
    std::string buffer(piece_bytes, '\0');
    for (const auto& row : rows) {
        if (!row.is_whole)
            found_damage("the row of a segment of block " + row.block.hex(), "it is rendered again by the next start");
        if (row.extent.pack == storage::Extent::nowhere || !row.has_checksum) continue;
        if (!parts_.segments.find(row.extent)) {
            parts_.publisher.mend(row.extent);
        } else {
            const auto read = parts_.segments.visit(row.extent, buffer, [](ByteView) {});
            if (!read.ok() && read.error().fault() != Fault::corrupt) return read.error();
            if (!read.ok()) ++parts_.counters.damaged;
        }
        if (!pace(row.extent.length)) return Error(Fault::cancelled, "the server stops");
    }
    if (rows.size() < rows_at_once) return Piece{"", true};
    return Piece{render_segment_key(rows.back())};
}

Result<Scrub::Piece> Scrub::read_nodes(const std::string& cursor) {
    std::vector<storage::StoredNode> nodes;
    {
        const auto tx = TRY(parts_.catalog.read());
        nodes = TRY(storage::nodes_behind(tx, Sha256::from_raw(cursor).value_or(Sha256{}), rows_at_once));
    }
    std::uint64_t bytes = 0;
    for (const auto& node : nodes) {
        bytes += node.bytes.size();
        const auto checked = check_node(node);
        if (!checked.ok()) found_damage("a node of a list", checked.error().message());
    }
    if (!pace(bytes)) return Error(Fault::cancelled, "the server stops");
    if (nodes.size() < rows_at_once) return Piece{"", true};
    return Piece{std::string(nodes.back().hash.raw())};
}

Result<Scrub::Piece> Scrub::read_texts(const std::string& cursor) {
    const auto last = parse_decimal(cursor).value_or(0);
    std::vector<storage::StoredTexts> texts;
    {
        const auto tx = TRY(parts_.catalog.read());
        texts = TRY(storage::texts_behind(tx, static_cast<storage::RowId>(last), rows_at_once));
    }
    std::uint64_t bytes = 0;
    for (const auto& text : texts) {
        bytes += text.packed.size();
        const auto checked = storage::check_texts(text);
        if (!checked.ok()) found_damage("the texts of " + text.name, checked.error().message());
    }
    if (!pace(bytes)) return Error(Fault::cancelled, "the server stops");
    if (texts.size() < rows_at_once) return Piece{"", true};
    return Piece{std::to_string(texts.back().package)};
}

Result<Scrub::Piece> Scrub::read_entry_points(const std::string&) {
    const auto bytes = TRY(look_at_entry_points());
    if (!pace(bytes)) return Error(Fault::cancelled, "the server stops");
    return Piece{"", true};
}

/// And at the rows of the index files. Their checksums only: gpg is not started for what fsck and every client check.
/// How many bytes they are.
Result<std::uint64_t> Scrub::look_at_entry_points() {
    const auto tx = TRY(parts_.catalog.read());
    std::uint64_t bytes = 0;
    for (const auto& repository : TRY(storage::all_repositories(tx))) {
        TRY(look_for_keys(tx, repository));
        for (const auto& channel : repository.channels)
            for (const auto& row : TRY(storage::entry_points(tx, channel.id))) {
                bytes += row.content.size() + row.signed_content.size();
                if (!row.is_whole)
                    found_damage("a signed entry point",
                                 repository.name + "/" + channel.name + " is signed again by the next start");
            }
    }
    TRY(storage::visit_index_files(tx, [&](const storage::IndexFileRow& file) {
        if (!file.is_whole)
            found_damage("the row of index file " + file.sha256.hex(), "its index is published anew by the next start");
    }));
    return bytes;
}

/// Whether private keys are there; whether they sign, fsck tries.
Result<> Scrub::look_for_keys(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository) {
    for (const auto& key : TRY(storage::keys_of(tx, repository.id))) {
        if (key.state == KeyState::retired || key.state == KeyState::revoked) continue;
        if (TRY(parts_.keys.contains(repository.name, key.fingerprint))) continue;
        found_damage("the private key of " + repository.name, parts_.keys.place_of(repository.name, key.fingerprint) +
                                                                  " is missing or empty; bring it back from a backup");
    }
    return {};
}

Result<Scrub::Piece> Scrub::read_blobs(const std::string& cursor) {
    std::vector<storage::NeededBlob> blobs;
    {
        const auto tx = TRY(parts_.catalog.read());
        blobs = TRY(storage::blobs_behind(tx, Sha256::from_raw(cursor).value_or(Sha256{}), blobs_at_once));
    }
    for (const auto& blob : blobs) {
        TRY(read_blob(blob));
        // One at a time may be gigabytes, so the position is behind each.
        position_.cursor = std::string(blob.sha256.raw());
        if (std::chrono::steady_clock::now() - saved_at_ >= save_every) save_position();
    }
    if (blobs.size() < blobs_at_once) return Piece{"", true};
    return Piece{position_.cursor};
}

/// Bytes that cannot be read are not right.
Result<bool> Scrub::has_digest(const ByteSource& bytes, const Sha256& digest) {
    Sha256Hasher hasher;
    std::string buffer(piece_bytes, '\0');
    for (std::uint64_t size = 0;;) {
        const auto got = bytes.read_into(size, buffer);
        if (!got.ok() && got.error().fault() == Fault::busy) return got.error();
        if (!got.ok()) return false;
        if (*got == 0) return hasher.finish() == digest;
        hasher.update(ByteView(buffer).substr(0, *got));
        size += *got;
        if (!pace(*got)) return Error(Fault::cancelled, "the server stops");
    }
}

/// A copy that is served says nothing about the stored bytes, nor they about it.
Result<> Scrub::read_copy(const Sha256& id) {
    const auto copy = parts_.blobs.find_copy(id);
    if (!copy) return {};
    if (TRY(has_digest(*copy, id))) return {};
    parts_.blobs.drop_copy(id);
    parts_.log.warning("the copy of a package file was damaged; it is fetched again", {{"sha256", id.hex()}});
    return {};
}

Result<> Scrub::read_blob(const storage::NeededBlob& blob) {
    TRY(read_copy(blob.sha256));
    const auto file = parts_.blobs.open_to_check(blob.sha256);
    if (!file.ok() && file.error().fault() == Fault::busy) return file.error();
    const bool is_right = file.ok() && TRY(has_digest(**file, blob.sha256));
    if (is_right) {
        parts_.blobs.mark_whole(blob.sha256);
        return {};
    }
    const auto tx = TRY(parts_.catalog.read());
    if (!TRY(storage::is_blob_needed(tx, blob.sha256))) return {};  // removed or purged meanwhile
    const bool is_news = parts_.blobs.mark_damaged(blob.sha256);
    const auto moved = parts_.blobs.quarantine(blob.sha256);
    if (!moved.ok() && moved.error().fault() == Fault::busy) return moved.error();
    if (!moved.ok()) parts_.log.failure("a damaged package file could not be moved aside", moved.error());
    if (!is_news || !parts_.blobs.is_damaged(blob.sha256)) return {};
    ++parts_.counters.damaged;
    parts_.log.error("a package file is damaged",
                     {{"sha256", blob.sha256.hex()},
                      {"message", "it is not served any more; upload it again, or bring it back from a backup"}});
    return {};
}

void Scrub::found_damage(const std::string& what, const std::string& message) {
    ++parts_.counters.damaged;
    ++rows_damaged_;
    parts_.log.error("stored data is damaged", {{"what", what}, {"message", message + "; run slipwayd fsck"}});
}

bool Scrub::pace(std::uint64_t bytes) {
    parts_.counters.bytes += bytes;
    const auto nanoseconds = static_cast<double>(bytes) / static_cast<double>(options_.rate) * 1e9;
    if (!loop_.sleep_for(std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)))) return false;
    for (auto waited = 0ms; waited < longest_wait_for_publications && parts_.publisher.counters().under_way > 0;
         waited += 50ms)
        if (!loop_.sleep_for(50ms)) return false;
    return true;
}

void Scrub::load_position() {
    const auto load = [this]() -> Result<> {
        const auto tx = TRY(parts_.catalog.read());
        position_ = ScrubPosition::parse(TRY(storage::find_fact(tx, position_fact)).value_or(""));
        const auto finished = parse_decimal(TRY(storage::find_fact(tx, finished_fact)).value_or(""));
        parts_.counters.last_pass = static_cast<std::int64_t>(finished.value_or(0));
        return {};
    };
    if (const auto loaded = load(); !loaded.ok())
        parts_.log.failure("the position of the scrub is not known; it begins anew", loaded.error());
}

void Scrub::save_position() {
    saved_at_ = std::chrono::steady_clock::now();
    const auto write = [position = position_.render(),
                        finished = parts_.counters.last_pass.load()](storage::WriteTransaction& tx) -> Result<> {
        TRY(storage::save_fact(tx, position_fact, position));
        return storage::save_fact(tx, finished_fact, std::to_string(finished));
    };
    parts_.publisher.write(write, [&log = parts_.log](Result<std::monostate> written) {
        if (!written.ok() && written.error().fault() != Fault::cancelled)
            log.failure("the position of the scrub could not be stored", written.error());
    });
}

}  // namespace slipway::publishing
