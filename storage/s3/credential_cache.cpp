#include "storage/s3/credential_cache.hpp"

#include <fmt/format.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds renewed_before = 5min;
constexpr std::chrono::seconds between_loads = 10s;

}  // namespace

std::optional<Credentials> CredentialCache::find_lasting(std::chrono::seconds margin) const {
    const std::lock_guard lock(mutex_);
    if (!known_ || (known_->expires_at && *known_->expires_at <= clock_.now() + margin)) return std::nullopt;
    return known_;
}

bool CredentialCache::was_asked_lately() const {
    const std::lock_guard lock(mutex_);
    return asked_at_ && clock_.now() < *asked_at_ + between_loads;
}

Result<Credentials> CredentialCache::current() {
    if (auto lasting = find_lasting(renewed_before)) return *std::move(lasting);
    auto valid = find_lasting(0s);
    if (valid && was_asked_lately()) return *std::move(valid);
    std::unique_lock loading(loading_, std::defer_lock);
    if (!valid)
        loading.lock();
    else if (!loading.try_lock())
        return *std::move(valid);  // another thread renews them
    if (auto lasting = find_lasting(renewed_before)) return *std::move(lasting);
    auto renewed = load();
    if (!renewed.ok() && valid) return *std::move(valid);
    return renewed;
}

Result<Credentials> CredentialCache::load() {
    if (was_asked_lately()) {
        const std::lock_guard lock(mutex_);
        if (failure_) return *failure_;
        return *known_;
    }
    auto loaded = source_.load();
    if (loaded.ok() && loaded->expires_at && *loaded->expires_at <= clock_.now())
        loaded = Error(Fault::io, fmt::format("they have expired at {}", iso_date(*loaded->expires_at)));
    if (!loaded.ok()) loaded = Error(Fault::io, "no credentials for S3: " + loaded.error().message());
    remember(loaded);
    return loaded;
}

void CredentialCache::remember(const Result<Credentials>& loaded) {
    const std::lock_guard lock(mutex_);
    asked_at_ = clock_.now();
    failure_.reset();
    if (loaded.ok())
        known_ = *loaded;
    else
        failure_ = loaded.error();
}

bool CredentialCache::replace(const Credentials& refused) {
    const std::lock_guard loading(loading_);
    if (const auto known = find_lasting(0s); known && *known != refused) return true;  // another thread did
    const auto loaded = load();
    return loaded.ok() && *loaded != refused;
}

}  // namespace slipway::s3
