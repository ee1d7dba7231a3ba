// A package file may have gigabytes, and somebody waits for its first byte: it is served while it comes. Whoever needs
// a piece that is not here fetches it; who needs the same one waits for that. So a hundred clients of a new package
// cost the store one transfer, and no thread has to be kept for it.
//
// The bytes are compared with their digest when the last piece is here. What was sent until then is not proved, which
// is true of every file that is sent from a disk; package managers compare every file themselves.
#include "storage/cache/cached_object.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace slipway::storage {

/// A piece that this thread fetches: whatever ends that, others may try.
class CachedObject::Fetching {
public:
    Fetching(const CachedObject& of, std::size_t piece) : of_(of), piece_(piece) {}
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;
    ~Fetching() {
        {
            const std::lock_guard lock(of_.mutex_);
            if (of_.pieces_[piece_] == Piece::on_its_way) of_.pieces_[piece_] = Piece::absent;
        }
        of_.changed_.notify_all();
    }

private:
    const CachedObject& of_;
    const std::size_t piece_;
};

CachedObject::CachedObject(std::unique_ptr<SparseFile> file, std::uint64_t size, Seconds stored_at)
    : origin_{size, stored_at}, file_(std::move(file)), state_(State::whole) {}

CachedObject::CachedObject(ObjectOrigin origin, std::unique_ptr<SparseFile> file, std::unique_ptr<CopyKeeper> keeper)
    : origin_(std::move(origin)),
      file_(std::move(file)),
      keeper_(std::move(keeper)),
      state_(State::partial),
      pieces_(static_cast<std::size_t>((origin_.size + piece_bytes - 1) / piece_bytes)),
      missing_(pieces_.size()) {}

CachedObject::~CachedObject() = default;

Result<std::uint64_t> CachedObject::size() const { return is_over() ? 0 : origin_.size; }

int CachedObject::descriptor() const { return is_whole() ? file_->descriptor() : -1; }

std::uint64_t CachedObject::length_of(std::size_t piece) const {
    return std::min(piece_bytes, origin_.size - piece * piece_bytes);
}

Result<std::size_t> CachedObject::read_into(std::uint64_t offset, std::span<char> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
        const auto got = TRY(read_some(offset + done, into.subspan(done)));
        if (got == 0) break;
        done += got;
    }
    return done;
}

/// Up to the end of a piece.
Result<std::size_t> CachedObject::read_some(std::uint64_t offset, std::span<char> into) const {
    const auto state = state_.load(std::memory_order_acquire);
    if (state == State::wrong) return Error(Fault::io, "the store sent other bytes than the object's");
    if (state == State::destroyed || offset >= origin_.size) return std::size_t{0};
    if (state == State::whole) return file_->read_into(offset, into);
    const auto piece = static_cast<std::size_t>(offset / piece_bytes);
    const auto within = offset % piece_bytes;
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), length_of(piece) - within));
    const auto in_memory = TRY(have(piece));
    if (!in_memory) return file_->read_into(offset, into.first(length));
    std::memcpy(into.data(), in_memory->data() + within, length);
    return length;
}

/// The piece, if it is not in the file.
Result<SharedBytes> CachedObject::have(std::size_t piece) const {
    std::unique_lock lock(mutex_);
    while (true) {
        if (pieces_[piece] == Piece::in_file) return SharedBytes();
        if (last_ && last_piece_ == piece) return last_;
        if (pieces_[piece] == Piece::absent) break;
        changed_.wait(lock);
    }
    pieces_[piece] = Piece::on_its_way;
    lock.unlock();
    const Fetching fetching(*this, piece);
    return fetch(piece);
}

Result<SharedBytes> CachedObject::fetch(std::size_t piece) const {
    const auto offset = piece * piece_bytes;
    auto bytes = TRY(origin_.fetch(offset, length_of(piece)));
    if (bytes.size() != length_of(piece)) return Error(Fault::corrupt, "the store sent a part of what was asked for");
    auto fetched = std::make_shared<const std::string>(std::move(bytes));
    const bool is_in_file = write(offset, *fetched);
    bool is_all = false;
    {
        const std::lock_guard lock(mutex_);
        if (is_in_file) {
            pieces_[piece] = Piece::in_file;
            is_all = --missing_ == 0;
        } else {
            last_ = fetched;
            last_piece_ = piece;
        }
    }
    if (is_all) settle();
    return fetched;
}

/// Whether it is in the file. Purged bytes do not come back behind the back of who purged them.
bool CachedObject::write(std::uint64_t offset, ByteView bytes) const {
    if (!file_ || is_over()) return false;
    const bool is_written = file_->write(offset, bytes).ok();
    if (is_over()) static_cast<void>(file_->cut());
    return is_written;
}

/// The thread that brought the last piece.
void CachedObject::settle() const {
    const bool is_right = !origin_.check || origin_.check(*this).ok();
    auto expected = State::partial;
    if (!state_.compare_exchange_strong(expected, is_right ? State::whole : State::wrong)) return;  // destroyed
    if (is_right && keeper_) keeper_->keep();
}

Result<> CachedObject::fetch_all() const {
    for (std::size_t piece = 0; piece < pieces_.size() && !is_whole(); ++piece) TRY(have(piece));
    return {};
}

Result<> CachedObject::destroy() const {
    state_.store(State::destroyed, std::memory_order_release);
    const std::lock_guard lock(mutex_);
    last_.reset();
    return file_ ? file_->cut() : Result<>();
}

}  // namespace slipway::storage
