// A BIO of our own: OpenSSL's socket BIO writes without flags, so that every record becomes a packet.
#include "server/net/tls_transport.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <sys/socket.h>

namespace slipway::net {
namespace {

TlsTransport& transport_of(BIO* bio) { return *static_cast<TlsTransport*>(::BIO_get_data(bio)); }

bool try_again(ssize_t result) { return result < 0 && (errno == EAGAIN || errno == EINTR); }

int write_record(BIO* bio, const char* bytes, int length) {
    const auto& transport = transport_of(bio);
    const int flags = MSG_NOSIGNAL | (transport.more == More::yes ? MSG_MORE : 0);
    const auto sent = ::send(transport.socket, bytes, static_cast<std::size_t>(length), flags);
    BIO_clear_retry_flags(bio);
    if (try_again(sent)) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int read_record(BIO* bio, char* into, int length) {
    auto& transport = transport_of(bio);
    const auto wanted = static_cast<std::size_t>(length);
    BIO_clear_retry_flags(bio);
    if (!transport.ahead.empty()) return static_cast<int>(transport.ahead.take(asio::buffer(into, wanted)));
    const auto got = ::recv(transport.socket, into, wanted, 0);
    if (try_again(got)) BIO_set_retry_read(bio);
    return static_cast<int>(got);
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* make_method() {
    BIO_METHOD* method = ::BIO_meth_new(::BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "slipway socket");
    if (method == nullptr) return nullptr;
    ::BIO_meth_set_write(method, write_record);
    ::BIO_meth_set_read(method, read_record);
    ::BIO_meth_set_ctrl(method, control);
    return method;
}

}  // namespace

bool attach(ssl_st& session, TlsTransport& transport) {
    static BIO_METHOD* const method = make_method();  // for the life of the process, as sessions refer to it
    BIO* const bio = method == nullptr ? nullptr : ::BIO_new(method);
    if (bio == nullptr) return false;
    ::BIO_set_data(bio, &transport);
    ::BIO_set_init(bio, 1);
    ::SSL_set_bio(&session, bio, bio);
    return true;
}

}  // namespace slipway::net
