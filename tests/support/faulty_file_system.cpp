#include "tests/support/faulty_file_system.hpp"

#include <gtest/gtest.h>

#include <new>
#include <optional>

namespace slipway::testing {

Result<> FaultyFileSystem::Trap::step(const char* verb) {
    if (!armed || (sprung && !for_good)) return {};
    if (!sprung && skip-- > 0) return {};
    sprung = true;
    if (throws) throw std::bad_alloc();
    return Error(fault, std::string(verb) + " /the/data/directory: injected fault");
}

namespace {

class FaultyFile final : public File {
public:
    FaultyFile(std::unique_ptr<File> inner, std::shared_ptr<FaultyFileSystem::Trap> trap)
        : inner_(std::move(inner)), trap_(std::move(trap)) {}

    Result<> append(ByteView bytes) override {
        try {
            auto step = trap_->step("append");
            if (step.ok()) return inner_->append(bytes);
            TRY(inner_->append(bytes.substr(0, bytes.size() / 2)));
            return step;
        } catch (const std::bad_alloc&) {
            TRY(inner_->append(bytes.substr(0, bytes.size() / 2)));
            throw;
        }
    }
    Result<std::size_t> read_into(std::uint64_t offset, std::span<char> into) const override {
        TRY(trap_->step("read"));
        return inner_->read_into(offset, into);
    }
    Result<std::uint64_t> size() const override {
        TRY(trap_->step("size"));
        return inner_->size();
    }
    Result<> truncate(std::uint64_t size) override {
        TRY(trap_->step("truncate"));
        return inner_->truncate(size);
    }
    Result<> sync() override {
        TRY(trap_->step("sync"));
        return inner_->sync();
    }
    int descriptor() const override { return inner_->descriptor(); }

private:
    std::unique_ptr<File> inner_;
    std::shared_ptr<FaultyFileSystem::Trap> trap_;
};

class FaultySyncPoint final : public SyncPoint {
public:
    FaultySyncPoint(std::shared_ptr<SyncPoint> inner, std::shared_ptr<FaultyFileSystem::Trap> trap)
        : inner_(std::move(inner)), trap_(std::move(trap)) {}

    Result<> sync() override {
        if (!failure_) {
            auto step = trap_->step("sync everything");
            if (step.ok()) return inner_->sync();
            failure_ = std::move(step).error();
        }
        return Error(*failure_);
    }

private:
    std::shared_ptr<SyncPoint> inner_;
    std::shared_ptr<FaultyFileSystem::Trap> trap_;
    std::optional<Error> failure_;
};

Result<std::unique_ptr<File>> wrap(Result<std::unique_ptr<File>> opened,
                                   const std::shared_ptr<FaultyFileSystem::Trap>& trap) {
    return std::make_unique<FaultyFile>(TRY(std::move(opened)), trap);
}

}  // namespace

void FaultyFileSystem::arm(std::size_t skipped, Fault fault) {
    *trap_ = {.armed = true, .sprung = false, .skip = skipped, .fault = fault, .throws = false, .for_good = false};
}

void FaultyFileSystem::arm_for_good(Fault fault) {
    *trap_ = {.armed = true, .sprung = false, .skip = 0, .fault = fault, .throws = false, .for_good = true};
}

void FaultyFileSystem::arm_exception(std::size_t skipped) {
    *trap_ = {
        .armed = true, .sprung = false, .skip = skipped, .fault = Fault::internal, .throws = true, .for_good = false};
}

void FaultyFileSystem::disarm() { trap_->armed = false; }

Result<std::unique_ptr<File>> FaultyFileSystem::create(const Path& path, mode_t mode) {
    TRY(trap_->step("create"));
    return wrap(inner_.create(path, mode), trap_);
}

Result<std::unique_ptr<File>> FaultyFileSystem::open_to_read(const Path& path) {
    TRY(trap_->step("open"));
    return wrap(inner_.open_to_read(path), trap_);
}

Result<std::unique_ptr<File>> FaultyFileSystem::open_to_append(const Path& path) {
    TRY(trap_->step("open"));
    return wrap(inner_.open_to_append(path), trap_);
}

Result<> FaultyFileSystem::link(const Path& existing, const Path& added) {
    TRY(trap_->step("link"));
    return inner_.link(existing, added);
}

Result<> FaultyFileSystem::rename(const Path& from, const Path& to) {
    TRY(trap_->step("rename"));
    return inner_.rename(from, to);
}

Result<> FaultyFileSystem::remove(const Path& path) {
    TRY(trap_->step("remove"));
    return inner_.remove(path);
}

Result<> FaultyFileSystem::make_directory(const Path& path, mode_t mode) {
    TRY(trap_->step("make directory"));
    return inner_.make_directory(path, mode);
}

Result<> FaultyFileSystem::sync_directory(const Path& path) {
    TRY(trap_->step("sync directory"));
    return inner_.sync_directory(path);
}

Result<std::shared_ptr<SyncPoint>> FaultyFileSystem::sync_point(const Path& directory) {
    TRY(trap_->step("sync point"));
    return std::make_shared<FaultySyncPoint>(TRY(inner_.sync_point(directory)), trap_);
}

Result<bool> FaultyFileSystem::exists(const Path& path) {
    TRY(trap_->step("exists"));
    return inner_.exists(path);
}

Result<FileStatus> FaultyFileSystem::status(const Path& path) {
    TRY(trap_->step("status"));
    return inner_.status(path);
}

Result<std::vector<std::string>> FaultyFileSystem::list(const Path& directory) {
    TRY(trap_->step("list"));
    return inner_.list(directory);
}

Result<std::uint64_t> FaultyFileSystem::free_bytes(const Path& path) {
    TRY(trap_->step("free bytes"));
    return inner_.free_bytes(path);
}

void fail_at_every_step(const Scenario& scenario) {
    constexpr std::size_t most_steps = 10'000;
    for (std::size_t skipped = 0; skipped < most_steps; ++skipped) {
        SCOPED_TRACE("operation " + std::to_string(skipped) + " fails");
        MemoryFileSystem memory;
        FaultyFileSystem disk(memory);
        scenario(memory, disk, skipped);
        if (!disk.sprung()) return;
    }
    ADD_FAILURE() << "the scenario has more than " << most_steps << " steps";
}

}  // namespace slipway::testing
