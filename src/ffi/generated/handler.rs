// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Events on their way to C: the structure is made, the callback runs, the answers are taken back. Structures live on
//! the stack of the call; their texts live until it returns.

use super::event_structs::*;
use crate::events::{self, EventKind, Handler};
use crate::ffi::event_texts::LiveEvent;
use crate::ffi::handler::{CallbackHandler, text};
use std::mem::size_of;

impl Handler for CallbackHandler {
    fn wants(&self, kind: EventKind) -> bool {
        self.slots.wants(kind)
    }

    fn accept_connection(&self, event: &mut events::AcceptConnection) {
        if !self.wants(EventKind::AcceptConnection) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let client_ssid_code = text(&event.client_ssid_code);
        let client_password = text(&event.client_password);
        let error_description = text(&event.error_description);
        let mut raw = oftpsrv_accept_connection_event {
            size: size_of::<oftpsrv_accept_connection_event>(),
            connection_id: connection_id.as_ptr(),
            client_ssid_code: client_ssid_code.as_ptr(),
            client_password: client_password.as_ptr(),
            client_version: event.client_version,
            server_version: event.server_version,
            accept: event.accept.into(),
            error_code: event.error_code,
            error_description: error_description.as_ptr(),
        };
        let live = LiveEvent::new(&raw mut raw);
        if !self.call(&mut raw) {
            return;
        }
        event.server_version = raw.server_version;
        event.accept = raw.accept.get();
        event.error_code = raw.error_code;
        live.take("error_description", &mut event.error_description);
    }

    fn accept_file(&self, event: &mut events::AcceptFile) {
        if !self.wants(EventKind::AcceptFile) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let virtual_file_name = text(&event.virtual_file_name);
        let virtual_file_date = text(&event.virtual_file_date);
        let destination = text(&event.destination);
        let originator = text(&event.originator);
        let file_name = text(&event.file_name);
        let error_description = text(&event.error_description);
        let mut raw = oftpsrv_accept_file_event {
            size: size_of::<oftpsrv_accept_file_event>(),
            connection_id: connection_id.as_ptr(),
            virtual_file_name: virtual_file_name.as_ptr(),
            virtual_file_date: virtual_file_date.as_ptr(),
            destination: destination.as_ptr(),
            originator: originator.as_ptr(),
            accept: event.accept.into(),
            file_name: file_name.as_ptr(),
            overwrite: event.overwrite.into(),
            error_code: event.error_code,
            error_description: error_description.as_ptr(),
            forwarded: event.forwarded.into(),
        };
        let live = LiveEvent::new(&raw mut raw);
        if !self.call(&mut raw) {
            return;
        }
        event.accept = raw.accept.get();
        live.take("file_name", &mut event.file_name);
        event.overwrite = raw.overwrite.get();
        event.error_code = raw.error_code;
        live.take("error_description", &mut event.error_description);
    }

    fn certificate_received(&self, event: &mut events::CertificateReceived) {
        if !self.wants(EventKind::CertificateReceived) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let certificate_file_name = text(&event.certificate_file_name);
        let mut raw = oftpsrv_certificate_received_event {
            size: size_of::<oftpsrv_certificate_received_event>(),
            connection_id: connection_id.as_ptr(),
            certificate_file_name: certificate_file_name.as_ptr(),
            certificate_exchange_type: event.certificate_exchange_type,
        };
        self.call(&mut raw);
    }

    fn connected(&self, event: &mut events::Connected) {
        if !self.wants(EventKind::Connected) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let description = text(&event.description);
        let mut raw = oftpsrv_connected_event {
            size: size_of::<oftpsrv_connected_event>(),
            connection_id: connection_id.as_ptr(),
            status_code: event.status_code,
            description: description.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn connection_request(&self, event: &mut events::ConnectionRequest) {
        if !self.wants(EventKind::ConnectionRequest) {
            return;
        }
        let address = text(&event.address);
        let mut raw = oftpsrv_connection_request_event {
            size: size_of::<oftpsrv_connection_request_event>(),
            address: address.as_ptr(),
            port: event.port,
            accept: event.accept.into(),
        };
        if !self.call(&mut raw) {
            return;
        }
        event.accept = raw.accept.get();
    }

    fn disconnected(&self, event: &mut events::Disconnected) {
        if !self.wants(EventKind::Disconnected) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let description = text(&event.description);
        let mut raw = oftpsrv_disconnected_event {
            size: size_of::<oftpsrv_disconnected_event>(),
            connection_id: connection_id.as_ptr(),
            status_code: event.status_code,
            description: description.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn end_response(&self, event: &mut events::EndResponse) {
        if !self.wants(EventKind::EndResponse) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let virtual_file_name = text(&event.virtual_file_name);
        let virtual_file_date = text(&event.virtual_file_date);
        let destination = text(&event.destination);
        let originator = text(&event.originator);
        let creator = text(&event.creator);
        let reason_text = text(&event.reason_text);
        let file_hash = text(&event.file_hash);
        let signature = text(&event.signature);
        let mut raw = oftpsrv_end_response_event {
            size: size_of::<oftpsrv_end_response_event>(),
            connection_id: connection_id.as_ptr(),
            virtual_file_name: virtual_file_name.as_ptr(),
            virtual_file_date: virtual_file_date.as_ptr(),
            destination: destination.as_ptr(),
            originator: originator.as_ptr(),
            creator: creator.as_ptr(),
            reason_code: event.reason_code,
            reason_text: reason_text.as_ptr(),
            file_hash: file_hash.as_ptr(),
            signature: signature.as_ptr(),
            direction: event.direction,
        };
        let live = LiveEvent::new(&raw mut raw);
        if !self.call(&mut raw) {
            return;
        }
        live.take("file_hash", &mut event.file_hash);
    }

    fn end_transfer(&self, event: &mut events::EndTransfer) {
        if !self.wants(EventKind::EndTransfer) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let local_file = text(&event.local_file);
        let virtual_file_name = text(&event.virtual_file_name);
        let virtual_file_date = text(&event.virtual_file_date);
        let destination = text(&event.destination);
        let originator = text(&event.originator);
        let reason_text = text(&event.reason_text);
        let file_hash = text(&event.file_hash);
        let partner = text(&event.partner);
        let mut raw = oftpsrv_end_transfer_event {
            size: size_of::<oftpsrv_end_transfer_event>(),
            connection_id: connection_id.as_ptr(),
            direction: event.direction.code(),
            local_file: local_file.as_ptr(),
            virtual_file_name: virtual_file_name.as_ptr(),
            virtual_file_date: virtual_file_date.as_ptr(),
            destination: destination.as_ptr(),
            originator: originator.as_ptr(),
            reason_code: event.reason_code,
            reason_text: reason_text.as_ptr(),
            file_size: event.file_size,
            file_hash: file_hash.as_ptr(),
            send_end_response: event.send_end_response.into(),
            partner: partner.as_ptr(),
            redelivered: event.redelivered.into(),
            forwarded: event.forwarded.into(),
        };
        if !self.call(&mut raw) {
            return;
        }
        event.send_end_response = raw.send_end_response.get();
    }

    fn error(&self, event: &mut events::Error) {
        if !self.wants(EventKind::Error) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let description = text(&event.description);
        let mut raw = oftpsrv_error_event {
            size: size_of::<oftpsrv_error_event>(),
            connection_id: connection_id.as_ptr(),
            error_code: event.error_code,
            description: description.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn log(&self, event: &mut events::Log) {
        if !self.wants(EventKind::Log) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let message = text(&event.message);
        let log_type = text(&event.log_type);
        let mut raw = oftpsrv_log_event {
            size: size_of::<oftpsrv_log_event>(),
            connection_id: connection_id.as_ptr(),
            log_level: event.log_level,
            message: message.as_ptr(),
            log_type: log_type.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn pi_trail(&self, event: &mut events::PITrail) {
        if !self.wants(EventKind::PITrail) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let command_description = text(&event.command_description);
        let mut raw = oftpsrv_pi_trail_event {
            size: size_of::<oftpsrv_pi_trail_event>(),
            connection_id: connection_id.as_ptr(),
            direction: event.direction.code(),
            data: event.data.as_ptr(),
            data_len: event.data.len(),
            command_id: event.command_id,
            command_description: command_description.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn ready_to_send(&self, event: &mut events::ReadyToSend) {
        if !self.wants(EventKind::ReadyToSend) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let mut raw = oftpsrv_ready_to_send_event {
            size: size_of::<oftpsrv_ready_to_send_event>(),
            connection_id: connection_id.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn ssl_client_authentication(&self, event: &mut events::SSLClientAuthentication) {
        if !self.wants(EventKind::SSLClientAuthentication) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let cert_subject = text(&event.cert_subject);
        let cert_issuer = text(&event.cert_issuer);
        let status = text(&event.status);
        let mut raw = oftpsrv_ssl_client_authentication_event {
            size: size_of::<oftpsrv_ssl_client_authentication_event>(),
            connection_id: connection_id.as_ptr(),
            cert_encoded: event.cert_encoded.as_ptr(),
            cert_encoded_len: event.cert_encoded.len(),
            cert_subject: cert_subject.as_ptr(),
            cert_issuer: cert_issuer.as_ptr(),
            status: status.as_ptr(),
            accept: event.accept.into(),
        };
        if !self.call(&mut raw) {
            return;
        }
        event.accept = raw.accept.get();
    }

    fn ssl_connection_request(&self, event: &mut events::SSLConnectionRequest) {
        if !self.wants(EventKind::SSLConnectionRequest) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let supported_cipher_suites = text(&event.supported_cipher_suites);
        let supported_signature_algs = text(&event.supported_signature_algs);
        let cert_store = text(&event.cert_store);
        let cert_password = text(&event.cert_password);
        let cert_subject = text(&event.cert_subject);
        let mut raw = oftpsrv_ssl_connection_request_event {
            size: size_of::<oftpsrv_ssl_connection_request_event>(),
            connection_id: connection_id.as_ptr(),
            supported_cipher_suites: supported_cipher_suites.as_ptr(),
            supported_signature_algs: supported_signature_algs.as_ptr(),
            cert_store_type: event.cert_store_type,
            cert_store: cert_store.as_ptr(),
            cert_password: cert_password.as_ptr(),
            cert_subject: cert_subject.as_ptr(),
        };
        let live = LiveEvent::new(&raw mut raw);
        if !self.call(&mut raw) {
            return;
        }
        event.cert_store_type = raw.cert_store_type;
        live.take("cert_store", &mut event.cert_store);
        live.take("cert_password", &mut event.cert_password);
        live.take("cert_subject", &mut event.cert_subject);
    }

    fn ssl_status(&self, event: &mut events::SSLStatus) {
        if !self.wants(EventKind::SSLStatus) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let message = text(&event.message);
        let mut raw = oftpsrv_ssl_status_event {
            size: size_of::<oftpsrv_ssl_status_event>(),
            connection_id: connection_id.as_ptr(),
            message: message.as_ptr(),
        };
        self.call(&mut raw);
    }

    fn start_transfer(&self, event: &mut events::StartTransfer) {
        if !self.wants(EventKind::StartTransfer) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let local_file = text(&event.local_file);
        let virtual_file_name = text(&event.virtual_file_name);
        let virtual_file_date = text(&event.virtual_file_date);
        let destination = text(&event.destination);
        let originator = text(&event.originator);
        let mut raw = oftpsrv_start_transfer_event {
            size: size_of::<oftpsrv_start_transfer_event>(),
            connection_id: connection_id.as_ptr(),
            direction: event.direction.code(),
            local_file: local_file.as_ptr(),
            virtual_file_name: virtual_file_name.as_ptr(),
            virtual_file_date: virtual_file_date.as_ptr(),
            destination: destination.as_ptr(),
            originator: originator.as_ptr(),
        };
        let live = LiveEvent::new(&raw mut raw);
        if !self.call(&mut raw) {
            return;
        }
        live.take("local_file", &mut event.local_file);
    }

    fn transfer(&self, event: &mut events::Transfer) {
        if !self.wants(EventKind::Transfer) {
            return;
        }
        let connection_id = text(&event.connection_id);
        let local_file = text(&event.local_file);
        let virtual_file_name = text(&event.virtual_file_name);
        let virtual_file_date = text(&event.virtual_file_date);
        let destination = text(&event.destination);
        let originator = text(&event.originator);
        let mut raw = oftpsrv_transfer_event {
            size: size_of::<oftpsrv_transfer_event>(),
            connection_id: connection_id.as_ptr(),
            direction: event.direction.code(),
            local_file: local_file.as_ptr(),
            virtual_file_name: virtual_file_name.as_ptr(),
            virtual_file_date: virtual_file_date.as_ptr(),
            destination: destination.as_ptr(),
            originator: originator.as_ptr(),
            bytes_transferred: event.bytes_transferred,
            text: event.text.as_ptr(),
            text_len: event.text.len(),
        };
        self.call(&mut raw);
    }
}
