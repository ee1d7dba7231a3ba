#include "storage/s3/without_sigpipe.hpp"

namespace slipway::s3 {

WithoutSigpipe::WithoutSigpipe() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
}

WithoutSigpipe::~WithoutSigpipe() {
    const timespec at_once{};
    while (::sigtimedwait(&set_, nullptr, &at_once) > 0) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace slipway::s3
