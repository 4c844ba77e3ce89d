"""Users, from the command line."""

from front.who import DONE, Call, new_password, open_desk, password
from tui.language import tr
from tui.plain import table


def list_users(call: Call) -> int:
    """Everybody who may sign in."""
    from desk.sign_in import users

    with open_desk(call) as desk:
        rows = [
            (user.login, user.name, " ".join(user.roles), tr("停用") if user.disabled else "")
            for user in users(desk)
        ]
    print(table([tr("用户名"), tr("姓名"), tr("岗位"), tr("状态")], rows))
    return DONE


def add_user(call: Call) -> int:
    """A new user; the first password must be changed at the screen."""
    from desk import sign_in

    with open_desk(call) as desk:
        sign_in.add_user(desk, call.login, call.name, tuple(call.role), new_password())
    print(tr("已添加用户 {login},首次登录须改口令", login=call.login))
    return DONE


def set_roles(call: Call) -> int:
    """Other roles for a user, from their next sign-in on."""
    from desk import sign_in

    with open_desk(call) as desk:
        user = sign_in.set_roles(desk, call.login, tuple(call.role))
    print(tr("{login} 的岗位现在是 {roles}", login=user.login, roles=" ".join(user.roles)))
    return DONE


def disable_user(call: Call) -> int:
    """A user who may no longer sign in."""
    from desk import sign_in

    with open_desk(call) as desk:
        sign_in.disable_user(desk, call.login)
    print(tr("已停用用户 {login}", login=call.login))
    return DONE


def change_password(call: Call) -> int:
    """One's own password, or a new first one for somebody else."""
    from desk import sign_in

    with open_desk(call) as desk:
        if call.login in {None, desk.user}:
            sign_in.change_password(desk, password(tr("原口令: ")), new_password())
        else:
            sign_in.reset_password(desk, call.login, new_password())
    print(tr("口令已改"))
    return DONE
