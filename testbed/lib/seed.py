#!/usr/bin/python3
"""Creates what a public cloud's operator would have created. Every step looks first, so it may run again.

usage: seed.py identity | resources | heat | cinder    (settings come from the environment, see testbed/up)
"""
import os
import sys

import openstack

ENV = os.environ
TENANTS = ('rack', 'rack2')
API, REGION = ENV['API_IP'], ENV['REGION']


def connect(cloud):
    return openstack.connect(cloud=cloud)


def ensure(found, create):
    return found if found is not None else create()


def project(c, name, domain='default'):
    return ensure(c.identity.find_project(name, domain_id=domain),
                  lambda: c.identity.create_project(name=name, domain_id=domain))


def user(c, name, password, domain='default'):
    return ensure(c.identity.find_user(name, domain_id=domain),
                  lambda: c.identity.create_user(name=name, password=password, domain_id=domain))


def grant(c, user_, project_, role):
    c.identity.assign_project_role_to_user(project_, user_, c.identity.find_role(role))


def service(c, name, type_, url):
    s = ensure(next(c.identity.services(type=type_), None),
               lambda: c.identity.create_service(name=name, type=type_))
    have = {e.interface for e in c.identity.endpoints(service_id=s.id)}
    for interface in ('public', 'internal', 'admin'):
        if interface not in have:
            c.identity.create_endpoint(service_id=s.id, interface=interface, url=url, region_id=REGION)


def identity():
    c = connect('admin')
    s = project(c, 'service')
    u = user(c, 'service', ENV['SERVICE_PASSWORD'])
    ensure(c.identity.find_role('service'), lambda: c.identity.create_role(name='service'))
    for role in ('admin', 'service'):
        grant(c, u, s, role)
    for name in TENANTS:  # member only: ordinary tenants
        grant(c, user(c, name, ENV['RACK_PASSWORD']), project(c, name), 'member')
    service(c, 'nova', 'compute', f'http://{API}:8774/v2.1')
    service(c, 'neutron', 'network', f'http://{API}:9696')
    service(c, 'glance', 'image', f'http://{API}:9292')
    service(c, 'placement', 'placement', f'http://{API}:8778')


def heat():
    c = connect('admin')
    service(c, 'heat', 'orchestration', f'http://{API}:8004/v1/%(tenant_id)s')
    ensure(c.identity.find_role('heat_stack_user'), lambda: c.identity.create_role(name='heat_stack_user'))
    d = ensure(c.identity.find_domain('heat'), lambda: c.identity.create_domain(name='heat'))
    u = user(c, 'heat_domain_admin', ENV['SERVICE_PASSWORD'], d.id)
    c.identity.assign_domain_role_to_user(d, u, c.identity.find_role('admin'))


def cinder():
    c = connect('admin')
    # Nova looks for type volumev3 and name cinderv3, newer clients for type block-storage.
    for name, type_ in (('cinderv3', 'volumev3'), ('cinder', 'block-storage')):
        service(c, name, type_, f'http://{API}:8776/v3/%(project_id)s')
    if 'standard' not in {t.name for t in connect('admin').block_storage.types()}:
        connect('admin').block_storage.create_type(name='standard')


FLAVORS = [  # name, vcpus, ram MB, disk GB, ephemeral GB
    ('t1.nano', 1, 256, 1, 0), ('t1.tiny', 1, 512, 2, 0), ('t1.small', 1, 1024, 10, 0), ('t1.medium', 2, 2048, 20, 0),
    ('t1.large', 2, 4096, 40, 0), ('t1.diskless', 1, 512, 0, 0), ('t1.twodisks', 1, 768, 1, 6)]


def resources():
    c = connect('admin')
    have = {f.name for f in c.compute.flavors(details=False)}
    for name, vcpus, ram, disk, ephemeral in FLAVORS:
        if name not in have:
            c.compute.create_flavor(name=name, vcpus=vcpus, ram=ram, disk=disk, ephemeral=ephemeral)
    external = ensure(c.network.find_network('external'), lambda: c.network.create_network(
        name='external', is_router_external=True, provider_network_type='flat',
        provider_physical_network='external'))
    ensure(c.network.find_subnet('external'), lambda: c.network.create_subnet(
        name='external', network_id=external.id, ip_version=4, cidr=ENV['EXT_CIDR'], gateway_ip=API,
        enable_dhcp=False, allocation_pools=[{'start': ENV['FIP_FIRST'], 'end': ENV['FIP_LAST']}]))

    for name in TENANTS:
        tenant(connect(name), external)


def tenant(m, external):
    """What a project finds when its user comes for the first time; made by that user."""
    private = ensure(m.network.find_network('private', project_id=m.current_project_id),
                     lambda: m.network.create_network(name='private'))
    subnet = ensure(m.network.find_subnet('private', network_id=private.id), lambda: m.network.create_subnet(
        name='private', network_id=private.id, ip_version=4, cidr='10.20.0.0/24'))
    if m.network.find_router('router', project_id=m.current_project_id) is None:
        r = m.network.create_router(name='router', external_gateway_info={'network_id': external.id})
        m.network.add_interface_to_router(r, subnet_id=subnet.id)


if __name__ == '__main__':
    {'identity': identity, 'resources': resources, 'heat': heat, 'cinder': cinder}[sys.argv[1]]()
